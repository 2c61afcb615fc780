import { z } from "zod";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";
import { isoTime, lineSchema, personSchema } from "#lib/integrations/fields.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";

export type { OfferingData };

/** Where an offering comes from: the catalogue that Mooring brings, or this deployment's own. */
export const offeringSources = ["builtin", "custom"] as const;

/**
 * `builtin`: always offered. `draft`: never published. `published`: integrations see it. `unpublished`: nothing new is built
 * on it any more. Whether something newer waits is `hasUnpublishedChanges`.
 */
export const offeringStates = ["builtin", "draft", "published", "unpublished"] as const;

/** An offering's data as the export has it. What it may hold, `parseOfferingData` says, with a pointer for each mistake. */
const dataSchema = z
  .record(z.string(), z.unknown())
  .meta({ description: "An offering in the shape of the export" });

/** The same on its way out: checked when it was stored, and by TypeScript what the catalogue calls it. */
export const offeringExportSchema = dataSchema as unknown as z.ZodType<OfferingData>;

const versionNumber = z.int().min(1);

/** Exactly one of the two: data for a new offering, or another offering to begin with a copy of. */
export const createCustomOfferingInput = z
  .strictObject({
    data: dataSchema.optional(),
    isImport: z
      .boolean()
      .optional()
      .meta({ description: "Take the data to the letter, as an export has them; nothing is completed" }),
    copyOf: z
      .string()
      .min(1)
      .max(80)
      .optional()
      .meta({ description: "An offering's id, built-in or custom" }),
  })
  .refine(({ data, copyOf }) => (data === undefined) !== (copyOf === undefined), {
    path: ["data"],
    message: "Send either `data` or `copyOf`.",
  })
  .meta({ id: "CreateCustomOffering" });
export type CreateCustomOffering = z.output<typeof createCustomOfferingInput>;

/** Every save is a new version; 409 when somebody saved since `expectedVersion`. */
export const createOfferingVersionInput = z
  .strictObject({ data: dataSchema, expectedVersion: versionNumber })
  .meta({ id: "CreateOfferingVersion" });
export type CreateOfferingVersion = z.output<typeof createOfferingVersionInput>;

const facts = {
  id: z.string(),
  source: z.enum(offeringSources),
  state: z.enum(offeringStates),
  provider: z.string(),
  displayName: z.string(),
  environment: z.string(),
  category: z.string(),
  status: z.object({
    state: z.enum(["active", "deprecated", "retired"]),
    replacedBy: z.object({ id: z.string(), displayName: z.string() }).nullable(),
  }),
  confidence: z.enum(["high", "medium", "low"]),
  latestVersion: versionNumber.nullable().meta({ description: "`null` for a built-in offering" }),
  publishedVersion: versionNumber.nullable(),
  hasUnpublishedChanges: z.boolean(),
  integrationCount: z.int().meta({ description: "Over all workspaces" }),
  updatedAt: isoTime.nullable(),
};

export const offeringSummarySchema = z.object(facts).meta({ id: "OfferingSummary" });
export type OfferingSummary = z.output<typeof offeringSummarySchema>;

const versionSchema = z.object({
  version: versionNumber,
  createdAt: isoTime,
  createdBy: personSchema,
});

export const customOfferingSchema = z
  .object({
    ...facts,
    isSandbox: z.boolean(),
    data: offeringExportSchema,
    versions: z.array(versionSchema).meta({ description: "The newest first, at most a hundred" }),
  })
  .meta({ id: "CustomOffering" });
export type CustomOffering = z.output<typeof customOfferingSchema>;

export const listCustomOfferingsQuery = pageQuerySchema.extend({
  q: lineSchema(120).optional().meta({ description: "Words of a name, provider, category or environment" }),
  source: z.enum(offeringSources).optional(),
  state: z.enum(["draft", "published", "unpublished", "changed"]).optional(),
  category: z.string().max(64).optional(),
  confidence: z.enum(["high", "medium", "low"]).optional(),
});
export type ListCustomOfferingsQuery = z.output<typeof listCustomOfferingsQuery>;

export const customOfferingPageSchema = pageSchema(offeringSummarySchema).extend({
  total: z.int().meta({ description: "Over all pages" }),
  categories: z.array(z.string()).meta({ description: "Every category that an offering has" }),
});
export type CustomOfferingPage = z.output<typeof customOfferingPageSchema>;

export const offeringChangesQuery = z.strictObject({
  from: z.coerce.number().int().min(1),
  to: z.coerce.number().int().min(1),
});

/** What differs between two versions, by the path of each value. */
export const offeringChangesSchema = z
  .object({
    items: z.array(
      z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
  })
  .meta({ id: "OfferingChanges" });
export type OfferingChanges = z.output<typeof offeringChangesSchema>;

const count = z.int().min(0);

/** What becomes of one integration: nothing, a draft to be verified again, or new secret and connections. */
export const offeringConsequences = ["none", "verify", "reconnect"] as const;

/** What publishing the newest version does, over all workspaces: fetched live by the dialog that asks. */
export const offeringImpactSchema = z
  .object({
    version: versionNumber,
    integrations: count,
    draftIntegrations: count.meta({ description: "Those that must be verified again" }),
    connections: count.meta({ description: "Those that must reconnect" }),
    workspaces: count,
    first: z.array(
      z.object({
        integrationId: z.string(),
        name: z.string(),
        workspaceName: z.string(),
        connections: count,
        consequence: z.enum(offeringConsequences),
      }),
    ),
  })
  .meta({ id: "OfferingImpact" });
export type OfferingImpact = z.output<typeof offeringImpactSchema>;

/** The version and counts that the person saw and confirmed; 409 when they moved. */
export const updatePublicationInput = z
  .strictObject({ version: versionNumber, integrations: count, draftIntegrations: count, connections: count })
  .meta({ id: "UpdatePublication" });
export type UpdatePublication = z.output<typeof updatePublicationInput>;

export const customOfferingParams = z.object({ id: z.string().min(1).max(80) });

export const offeringDiscoveryInput = z
  .strictObject({
    url: z.string().max(2_000).trim().min(1, "Enter the issuer, or the address of its metadata."),
  })
  .meta({ id: "OfferingDiscoveryInput" });

export const discoveryCodes = [
  "issuer",
  "authorization-endpoint",
  "token-endpoint",
  "revocation-endpoint",
  "introspection-endpoint",
  "userinfo-endpoint",
  "endpoint-elsewhere",
  "response-types",
  "grant-types",
  "refresh-token",
  "pkce",
  "client-authentication",
  "iss-parameter",
  "scopes",
] as const;

/** What a server's metadata tell, as the beginning of an offering, and what a person should know of them. */
export const offeringDiscoverySchema = z
  .object({
    metadataUrl: z.string(),
    issuer: z.string(),
    data: dataSchema as unknown as z.ZodType<Partial<OfferingData>>,
    findings: z.array(
      z.object({
        level: z.enum(["found", "missing", "warning"]),
        code: z.enum(discoveryCodes),
        value: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "OfferingDiscovery" });
export type OfferingDiscovery = z.output<typeof offeringDiscoverySchema>;
