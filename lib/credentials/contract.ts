import { z } from "zod";
import { clientAuthentications } from "#lib/core/provider.ts";
import { scopeSchema } from "#lib/integrations/contract.ts";
import {
  clientIdSchema,
  clientSecretSchema,
  endpointSchema,
  enteredSecretSchema,
  isoTime,
  personSchema,
} from "#lib/integrations/fields.ts";

/** How a client of the deployment can prove itself: it always has a secret. */
export const credentialAuthentications = clientAuthentications.filter((way) => way !== "none");

const fields = {
  domain: z
    .string()
    .trim()
    .min(1, "Choose a domain.")
    .max(100)
    .meta({ description: "A provider's slug; every offering of that provider may use the client" }),
  clientId: clientIdSchema.min(1, "Enter the client ID."),
  clientAuthentication: z
    .enum(credentialAuthentications)
    .nullable()
    .meta({ description: "`null`: whichever way the check of an integration finds to work" }),
  authorizeUrl: endpointSchema,
  tokenUrl: endpointSchema,
  scopes: z
    .array(scopeSchema)
    .min(1, "Enter at least one scope.")
    .max(200)
    .overwrite((scopes) => [...new Set(scopes)])
    .meta({ description: "What the client is registered for: its integrations may ask for these" }),
};

export const createOAuthCredentialInput = z.strictObject({
  ...fields,
  clientSecret: clientSecretSchema,
  clientAuthentication: fields.clientAuthentication.optional(),
});
export type CreateOAuthCredentialInput = z.input<typeof createOAuthCredentialInput>;

/** `createOAuthCredentialInput` as the route reads it. */
export const createOAuthCredentialBody = createOAuthCredentialInput
  .extend({ clientSecret: enteredSecretSchema })
  .meta({ id: "CreateOAuthCredential" });
export type CreateOAuthCredential = z.output<typeof createOAuthCredentialBody>;

/** A change; what is left out stays, the secret too, unless an address changes: then it must be entered again. */
export const updateOAuthCredentialInput = z.strictObject({
  clientId: fields.clientId.optional(),
  clientSecret: clientSecretSchema.optional(),
  clientAuthentication: fields.clientAuthentication.optional(),
  authorizeUrl: fields.authorizeUrl.optional(),
  tokenUrl: fields.tokenUrl.optional(),
  scopes: fields.scopes.optional(),
  expectedUpdatedAt: isoTime.optional(),
  acknowledgedConnections: z.int().min(0).optional().meta({
    description: "How many connections must reconnect, as shown to the person; needed when that is not 0",
  }),
});
export type UpdateOAuthCredentialInput = z.input<typeof updateOAuthCredentialInput>;

/** `updateOAuthCredentialInput` as the route reads it. */
export const updateOAuthCredentialBody = updateOAuthCredentialInput
  .extend({ clientSecret: enteredSecretSchema.optional() })
  .meta({ id: "UpdateOAuthCredential" });
export type UpdateOAuthCredential = z.output<typeof updateOAuthCredentialBody>;

export const oauthCredentialSchema = z
  .object({
    id: z.string(),
    domain: z.string(),
    displayName: z.string(),
    clientId: z.string(),
    clientSecret: z.object({
      last4: z.string().meta({ description: "Empty when the secret is too short to show any of it" }),
    }),
    clientAuthentication: fields.clientAuthentication,
    authorizeUrl: z.string(),
    tokenUrl: z.string(),
    scopes: z.array(z.string()),
    integrationCount: z.int(),
    connectionCount: z.int(),
    createdBy: personSchema,
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: "OAuthCredential" });
export type OAuthCredential = z.output<typeof oauthCredentialSchema>;

/** A provider that an entry can be for, with what its catalogue says where that holds no `{name}`. */
export const credentialDomainSchema = z.object({
  domain: z.string(),
  displayName: z.string(),
  authorizeUrl: z.string().nullable(),
  tokenUrl: z.string().nullable(),
  scopes: z.array(z.string()),
});
export type CredentialDomain = z.output<typeof credentialDomainSchema>;

export const oauthCredentialListSchema = z.object({
  redirectUri: z.string().meta({ description: "To register at every provider; the same for all domains" }),
  items: z.array(oauthCredentialSchema),
  domains: z.array(credentialDomainSchema).meta({ description: "Those without an entry" }),
});
export type OAuthCredentialList = z.output<typeof oauthCredentialListSchema>;

/** What relies on an entry, over all workspaces: fetched live by the dialog that asks before it deletes. */
export const oauthCredentialImpactSchema = z
  .object({
    integrations: z.int(),
    connections: z.int(),
    people: z.int(),
    first: z.array(
      z.object({
        integrationId: z.string(),
        name: z.string(),
        workspaceName: z.string(),
        connections: z.int(),
      }),
    ),
  })
  .meta({ id: "OAuthCredentialImpact" });
export type OAuthCredentialImpact = z.output<typeof oauthCredentialImpactSchema>;

/** The counts that the person saw and confirmed; 409 when they moved. */
export const deleteOAuthCredentialQuery = z.strictObject({
  integrations: z.coerce.number().int().min(0),
  connections: z.coerce.number().int().min(0),
  people: z.coerce.number().int().min(0),
});

export const oauthCredentialParams = z.object({ id: z.string().min(1).max(80) });
