import { z } from "zod";

/** What others may do with a shared connection, from little to much. */
export const shareLevels = ["read", "use", "manage"] as const;
export type ShareLevel = (typeof shareLevels)[number];

/** What a connection is called here; empty takes the name away. */
export const connectionNameSchema = z
  .string()
  .trim()
  .max(80, "Use at most 80 characters.")
  .transform((name) => name || null);

/** What others may do from now on; `null` ends the sharing. */
export const shareInputShape = {
  shareLevel: z.enum(shareLevels).nullable().meta({
    description: "read: GET and HEAD; use: every method; manage: look after it too; null: personal",
  }),
  actsAs: z.string().max(300).optional().meta({
    description:
      "To share a personal connection: the id of the account that others will act as (the connection's own id where the provider names no account)",
  }),
};
