import { z } from "zod";
import { pageSchema } from "#lib/core/page.ts";
import { authorizationKinds } from "#lib/core/provider.ts";

/** How an integration stands as a whole. */
export const integrationStates = ["healthy", "failing", "paused", "draft"] as const;

/** Why it fails. `mass-failure`: more of its grants were refused at once than can be true, so that none is given up (D-14). */
export const failureCauses = ["check-refused", "client-refused", "mass-failure", "calls-fail"] as const;

export const integrationHealthSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    kind: z.enum(authorizationKinds),
    offering: z.object({ provider: z.string(), displayName: z.string() }),
    state: z.enum(integrationStates),
    cause: z.enum(failureCauses).nullable(),
    heldConnections: z.int().meta({
      description: "Those that wait because the client is refused or too many grants were refused at once",
    }),
    lastCheck: z
      .object({ at: z.iso.datetime(), verdict: z.enum(["verified", "rejected", "inconclusive"]) })
      .nullable()
      .meta({ description: "The newest check of its own client" }),
    calls: z.object({
      count: z.int(),
      failed: z.int().meta({ description: "5xx, and calls that the provider did not answer" }),
    }),
    hours: z
      .array(z.object({ at: z.iso.datetime(), count: z.int(), failed: z.int() }))
      .meta({ description: "The last 24 hours, the running one last" }),
  })
  .meta({ id: "IntegrationHealth" });
export type IntegrationHealth = z.output<typeof integrationHealthSchema>;

export const integrationHealthPageSchema = pageSchema(integrationHealthSchema).extend({
  summary: z
    .object({
      healthy: z.int(),
      total: z.int(),
      failing: z
        .array(z.object({ id: z.string(), slug: z.string(), name: z.string() }))
        .meta({ description: "The first five of those that fail" }),
    })
    .meta({
      description: "Of all integrations that are in use: neither paused nor drafts that were never proven",
    }),
  isOwnOnly: z.boolean().meta({ description: "Only the caller's own calls are counted" }),
});
export type IntegrationHealthPage = z.output<typeof integrationHealthPageSchema>;
