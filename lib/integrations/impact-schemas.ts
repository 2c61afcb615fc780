import { z } from "zod";
import { isoTime, personSchema, scopesSchema } from "./fields.ts";

const dependentSchema = z.object({
  connectionId: z.string(),
  account: z.string().nullable(),
  owner: personSchema,
  isShared: z.boolean(),
});

/** What stops working with the integration: fetched live by every dialog that asks before it destroys. */
export const integrationImpactSchema = z
  .object({
    connections: z.int(),
    people: z.int(),
    lastUsedAt: isoTime.nullable(),
    first: z.array(dependentSchema),
  })
  .meta({ id: "IntegrationImpact" });
export type IntegrationImpact = z.output<typeof integrationImpactSchema>;

/** The scopes that somebody is about to save. */
export const scopeImpactInput = z.strictObject({ scopes: scopesSchema }).meta({ id: "ScopeImpactInput" });

/** What another choice of scopes means for the connections that are there. None stops working. */
export const scopeImpactSchema = z
  .object({
    added: z.array(z.string()),
    removed: z.array(z.string()),
    connections: z.int(),
    lacking: z
      .int()
      .meta({ description: "Connections that were not granted all that is added, and reconnect to gain it" }),
    first: z.array(dependentSchema),
  })
  .meta({ id: "ScopeImpact" });
export type ScopeImpact = z.output<typeof scopeImpactSchema>;
