import { z } from "zod";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";
import { authorizationKinds, clientAuthentications } from "#lib/core/provider.ts";
import { connectionModes, integrationKeySchema, integrationStatuses } from "#lib/integrations/contract.ts";
import {
  clientIdSchema,
  clientSecretSchema,
  endpointSchema,
  enteredSecretSchema,
  isoTime,
  lineSchema,
  personSchema,
  scopesSchema,
} from "#lib/integrations/fields.ts";
import {
  apiDifferenceSchema,
  apiOperationSchema,
  apiSchemeSchema,
  apiServerSchema,
  documentFormats,
  MAX_DOCUMENT_BYTES,
} from "./document-fields.ts";
import { hasOneSource, jsonPathSchema, keyPlaceSchema, pathSchema, sourceFields } from "./fields.ts";

export type {
  ApiDifference,
  ApiOperation,
  ApiScheme,
  ApiServer,
  OAuthFlow,
  OperationParameter,
} from "./document-fields.ts";
export { MAX_DOCUMENT_BYTES };

/** A body that holds a document: in JSON a text may take twice its length. */
export const MAX_DOCUMENT_BODY_BYTES = 2 * MAX_DOCUMENT_BYTES + 1024 * 1024;

export const previewApiInput = z
  .strictObject(sourceFields)
  .refine(hasOneSource, { path: ["document"], message: "Send a document, or the address of one." })
  .meta({ id: "PreviewApi" });
export type PreviewApiInput = z.input<typeof previewApiInput>;

/** What was found in a document. Nothing of it is stored yet. */
export const apiPreviewSchema = z
  .object({
    format: z.enum(documentFormats),
    title: z.string(),
    description: z.string().nullable(),
    version: z.string().nullable(),
    hash: z.string().meta({ description: "SHA-256 of the document, in hex" }),
    servers: z.array(apiServerSchema),
    schemes: z.array(apiSchemeSchema),
    operationCount: z.int(),
    operations: z
      .array(
        z.object({ key: z.string(), method: z.string(), path: z.string(), summary: z.string().nullable() }),
      )
      .meta({ description: "The first hundred" }),
  })
  .meta({ id: "ApiPreview" });
export type ApiPreview = z.output<typeof apiPreviewSchema>;

const settingsFields = {
  baseUrl: endpointSchema,
  authorizeUrl: endpointSchema,
  tokenUrl: endpointSchema,
  refreshUrl: endpointSchema.nullable(),
  scopes: scopesSchema,
  keyPlace: keyPlaceSchema.nullable().meta({ description: "Where an API key travels" }),
  accountPath: pathSchema
    .nullable()
    .meta({ description: "A GET below the base URL that tells whose account it is" }),
  accountIdPath: jsonPathSchema.nullable().meta({ description: "Where its answer holds the account's id" }),
};

const createFields = {
  name: lineSchema(120).min(1, "Give the API a name."),
  description: lineSchema(500).optional(),
  ...sourceFields,
  expectedHash: z.string().max(64).optional().meta({
    description: "The `hash` of the preview: 409 when the address gives another document by now",
  }),
  baseUrl: settingsFields.baseUrl,
  kind: z.enum(authorizationKinds).default("oauth2").meta({
    description: "How accounts connect; `oauth2` needs both addresses, `client_credentials` the token's",
  }),
  authorizeUrl: settingsFields.authorizeUrl.optional(),
  tokenUrl: settingsFields.tokenUrl.optional(),
  refreshUrl: settingsFields.refreshUrl.optional(),
  scopes: settingsFields.scopes.default([]),
  keyPlace: settingsFields.keyPlace.optional(),
  accountPath: settingsFields.accountPath.optional(),
  accountIdPath: settingsFields.accountIdPath.optional(),
  clientId: clientIdSchema.optional(),
  clientSecret: clientSecretSchema.optional(),
  clientAuthentication: z.enum(clientAuthentications).optional(),
  connectionMode: z.enum(connectionModes).optional(),
  integrationKey: integrationKeySchema.optional(),
};

const hasOneAtMost = (input: { document?: string | undefined; documentUrl?: string | undefined }) =>
  input.document === undefined || input.documentUrl === undefined;
const notBoth = { path: ["documentUrl"], message: "Send a document or the address of one, not both." };

/** With a document, or by hand without one. */
export const createApiInput = z.strictObject(createFields).refine(hasOneAtMost, notBoth);
export type CreateApiInput = z.input<typeof createApiInput>;

/** `createApiInput` as the route reads it: the secret is wrapped from the moment of entry. */
export const createApiBody = z
  .strictObject({
    ...createFields,
    clientSecret: enteredSecretSchema.optional(),
  })
  .refine(hasOneAtMost, notBoth)
  .meta({ id: "CreateApi" });
export type CreateApi = z.output<typeof createApiBody>;

const change = {
  ...settingsFields,
  acknowledgedConnections: z.int().min(0).meta({
    description: "How many connections must reconnect, as shown to the person; needed when that is not 0",
  }),
};

/** A change of an API; what is left out stays. A moved address wipes the client secret and suspends connections (P-04). */
export const updateApiInput = z
  .strictObject({
    name: lineSchema(120).min(1, "Give the API a name."),
    description: lineSchema(500).nullable(),
    ...change,
  })
  .partial()
  .meta({ id: "UpdateApi" });
export type UpdateApiInput = z.input<typeof updateApiInput>;
export type UpdateApi = z.output<typeof updateApiInput>;

/** A new document for an API that is there. `isApplied: false` says what would change and writes nothing. */
export const importApiInput = z
  .strictObject({
    ...sourceFields,
    isApplied: z.boolean(),
    expectedHash: z.string().max(64).optional(),
    expectedRevision: z
      .int()
      .optional()
      .meta({ description: "The `revision` that the difference was shown for" }),
    baseUrl: change.baseUrl.optional(),
    authorizeUrl: change.authorizeUrl.optional(),
    tokenUrl: change.tokenUrl.optional(),
    acknowledgedConnections: change.acknowledgedConnections.optional(),
  })
  .refine(hasOneSource, { path: ["document"], message: "Send a document, or the address of one." })
  .meta({ id: "ImportApi" });
export type ImportApiInput = z.input<typeof importApiInput>;
export type ImportApi = z.output<typeof importApiInput>;

export const apiSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    baseUrl: z.string(),
    kind: z.enum(authorizationKinds),
    authorizeUrl: z.string().nullable(),
    tokenUrl: z.string().nullable(),
    refreshUrl: z.string().nullable(),
    scopes: z.array(z.string()),
    keyPlace: keyPlaceSchema.nullable(),
    accountPath: z.string().nullable(),
    accountIdPath: z.string().nullable(),
    offeringId: z.string(),
    integration: z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      status: z.enum(integrationStatuses),
      isDisabled: z.boolean(),
      connectionCount: z.int(),
    }),
    document: z
      .object({
        format: z.enum(documentFormats),
        version: z.string().nullable(),
        hash: z.string(),
        url: z.string().nullable(),
        importedAt: isoTime,
        servers: z.array(apiServerSchema),
        schemes: z.array(apiSchemeSchema),
      })
      .nullable()
      .meta({ description: "`null`: made by hand" }),
    revision: z.int(),
    operationCount: z.int(),
    createdBy: personSchema,
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: "Api" });
export type Api = z.output<typeof apiSchema>;

/** A line of the list. */
export const apiLineSchema = apiSchema
  .pick({
    ...{ id: true, slug: true, name: true, description: true, integration: true, operationCount: true },
    ...{ createdAt: true, updatedAt: true },
  })
  .extend({ documentFormat: z.enum(documentFormats).nullable() })
  .meta({ id: "ApiLine" });
export type ApiLine = z.output<typeof apiLineSchema>;

export const apiPageSchema = pageSchema(apiLineSchema);

export const listApisQuery = pageQuerySchema.extend({
  q: lineSchema(120).optional().meta({ description: "Part of the name or slug" }),
  integration: z.string().max(80).optional().meta({ description: "An integration's id" }),
});
export type ListApisQuery = z.output<typeof listApisQuery>;

/** What a re-import would do, or has done. */
export const apiImportSchema = z
  .object({
    preview: apiPreviewSchema,
    difference: apiDifferenceSchema,
    isApplied: z.boolean(),
    api: apiSchema,
  })
  .meta({ id: "ApiImport" });
export type ApiImport = z.output<typeof apiImportSchema>;

export const listOperationsQuery = z.object({
  q: lineSchema(120).optional().meta({ description: "Words of path, summary or tag" }),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: "The `nextAfter` of the page before" }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListOperationsQuery = z.output<typeof listOperationsQuery>;

export const operationPageSchema = z.object({
  items: z.array(apiOperationSchema),
  nextAfter: z.int().nullable(),
  total: z.int().meta({ description: "How many match" }),
});
export type OperationPage = z.output<typeof operationPageSchema>;

/** What goes with an API: its integration's connections. */
export const apiImpactSchema = z
  .object({
    connections: z.int(),
    people: z.int(),
    operations: z.int(),
    integration: z.object({ slug: z.string(), name: z.string() }),
  })
  .meta({ id: "ApiImpact" });
export type ApiImpact = z.output<typeof apiImpactSchema>;

/** The counts that the person saw and confirmed; 409 when they moved. */
export const deleteApiQuery = z.strictObject({
  connections: z.coerce.number().int().min(0),
  people: z.coerce.number().int().min(0),
});

export const apiParams = z.object({
  id: z.string().min(1).max(80).meta({ description: "An API's id or slug" }),
});
