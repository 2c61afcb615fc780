import { z } from "zod";

/** What became of a grant at its provider. */
export const revocationOutcomes = ["revoked", "pending", "unavailable"] as const;
export type RevocationOutcome = (typeof revocationOutcomes)[number];

export const DISCONNECTED_AT_ONCE = 100;

/** The body of `POST /api/connections/disconnect`. */
export const disconnectSelectedInput = z
  .strictObject({
    ids: z
      .array(z.string().min(1).max(80))
      .min(1, "Name at least one connection.")
      .max(DISCONNECTED_AT_ONCE, `Name at most ${DISCONNECTED_AT_ONCE} connections at once.`)
      .transform((ids) => [...new Set(ids)])
      .meta({ description: "Ids of connections" }),
  })
  .meta({ id: "DisconnectConnections" });

/** One of several connections that were to be disconnected: how its grant stands, or why nothing was done. */
const disconnectedSchema = z.object({
  id: z.string(),
  outcome: z.enum(revocationOutcomes).nullable(),
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
export type DisconnectedConnection = z.output<typeof disconnectedSchema>;

export const disconnectedListSchema = z
  .object({ items: z.array(disconnectedSchema).meta({ description: "In the order of the request" }) })
  .meta({ id: "DisconnectedConnections" });
