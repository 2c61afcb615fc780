import { z } from "zod";

const personSchema = z.object({ id: z.string(), name: z.string() });

/** Where a connection is used. */
export const connectionCallersSchema = z
  .object({
    since: z.iso.datetime(),
    callers: z
      .array(
        z.object({
          id: z.string(),
          kind: z.enum(["member", "api-key"]),
          name: z.string().nullable().meta({ description: "`null`: it is gone" }),
          member: personSchema
            .nullable()
            .meta({ description: "Whose it is: the member, or who made the key" }),
          isOwners: z.boolean().meta({ description: "The connection's owner, or a key of theirs" }),
          isLive: z
            .boolean()
            .meta({ description: "It could still call: a member of the workspace, a valid key" }),
          count: z.int(),
          failed: z.int(),
          lastCallAt: z.iso.datetime().meta({ description: "To the minute, and to the hour after two days" }),
        }),
      )
      .meta({ description: "Within 30 days, the busiest first, 100 at most" }),
    keys: z
      .array(z.object({ id: z.string(), name: z.string(), member: personSchema, isOwners: z.boolean() }))
      .meta({ description: "Valid API keys whose limits name this connection, 100 at most" }),
  })
  .meta({ id: "ConnectionCallers" });
export type ConnectionCallers = z.output<typeof connectionCallersSchema>;
