import { z } from "zod";
import { connectionNameSchema, shareInputShape } from "./share-schemas.ts";

const tenantSchema = z.object({ id: z.string(), label: z.string().nullable() });

/** The sites, organisations or accounts that a grant reaches, where its provider has such. */
export const tenantsSchema = z
  .object({
    called: z.string().nullable().meta({ description: "What one is called at the provider" }),
    chosen: tenantSchema.nullable().meta({ description: "The one that calls go to" }),
    items: z.array(tenantSchema),
  })
  .meta({ id: "Tenants" });

const tenantChoice = z
  .union([z.string().min(1).max(300), z.int().min(0).max(1_000)])
  .meta({ description: "The tenant that calls go to, by its id or its place in the list" });

/** A change of a connection: exactly one of its tenant, its name, or how it is shared. */
export const updateConnectionInput = z
  .strictObject({
    tenant: tenantChoice.optional(),
    name: connectionNameSchema.optional(),
    shareLevel: shareInputShape.shareLevel.optional(),
    actsAs: shareInputShape.actsAs,
  })
  .refine(
    ({ tenant, name, shareLevel }) =>
      [tenant, name, shareLevel].filter((change) => change !== undefined).length === 1,
    { error: "Send exactly one of tenant, name and shareLevel." },
  )
  .meta({ id: "UpdateConnection" });

/** What the provider says about callback URLs, for a failure that may be about one. */
export const callbackRulesSchema = z.object({
  provider: z.string(),
  rules: z.string().nullable(),
  isSingle: z.boolean(),
  expected: z.string().meta({ description: "What the integration sends now" }),
});
