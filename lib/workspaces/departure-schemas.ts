import { z } from "zod";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";

const personSchema = z.object({ id: z.string(), name: z.string() });

/** One connection of whoever is about to leave, and what uses it. */
const departingConnectionSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  account: z.string().nullable(),
  integration: z.object({ id: z.string(), name: z.string(), provider: z.string(), displayName: z.string() }),
  shareLevel: z
    .enum(["read", "use", "manage"])
    .nullable()
    .meta({ description: "What others may do with it; null exactly when it is personal" }),
  isForEverybody: z
    .boolean()
    .meta({ description: "The one account of its integration: only owners and admins may have it" }),
  lastUsedAt: z.iso.datetime().nullable(),
  callers: z
    .object({
      people: z.int().meta({ description: "Who called in person" }),
      keys: z.int().meta({ description: "API keys that called" }),
      first: z.array(z.string()).meta({ description: "The three busiest that still exist, by name" }),
    })
    .meta({
      description: "Who but the caller of this route, and keys of theirs, called through it in 30 days",
    }),
});
export type DepartingConnection = z.output<typeof departingConnectionSchema>;

/** What the caller leaves behind in the workspace. */
export const departureSchema = pageSchema(departingConnectionSchema)
  .extend({
    isLastOwner: z.boolean().meta({ description: "Nobody else owns the workspace, so the caller cannot go" }),
    personalConnections: z.int(),
    sharedConnections: z.int(),
    keys: z.int().meta({ description: "API keys that end" }),
    people: z
      .array(personSchema.extend({ role: z.enum(["owner", "admin", "member"]) }))
      .meta({ description: "Who may get connections: owners first, then admins and members, 200 at most" }),
    fingerprint: z.string().meta({ description: "Send it back with the decision: 409 when something moved" }),
  })
  .meta({ id: "Departure" });
export type Departure = z.output<typeof departureSchema>;

export const departureQuery = pageQuerySchema;

const toIdSchema = z.string().min(1).max(80).meta({ description: "The new owner" });

const revokeSchema = z.strictObject({ act: z.literal("revoke") });
const transferSchema = z.strictObject({ act: z.literal("transfer"), toId: toIdSchema });
const keepSchema = z.strictObject({ act: z.literal("keep"), toId: toIdSchema });

const choiceSchema = z.discriminatedUnion("act", [revokeSchema, transferSchema, keepSchema]).meta({
  description:
    "revoke: disconnect it, at the provider too; transfer: it waits for the new owner's own sign-in; keep: a shared one goes on, under an owner or admin who confirms",
});
export type DepartureChoice = z.output<typeof choiceSchema>;

/** What becomes of each connection: of those that `choices` name, and of all others of either kind. */
export const leaveWorkspaceSchema = z
  .strictObject({
    fingerprint: z.string().min(1).max(100),
    personal: z.discriminatedUnion("act", [revokeSchema, transferSchema]).default({ act: "revoke" }),
    shared: choiceSchema,
    choices: z
      .array(z.strictObject({ connectionId: z.string().min(1).max(80), choice: choiceSchema }))
      .max(500, "Choose for at most 500 one by one, and for the rest together.")
      .default([]),
  })
  .meta({ id: "LeaveWorkspace" });
export type LeaveWorkspace = z.output<typeof leaveWorkspaceSchema>;

/** Where the session goes on: in a new one there, or not at all. */
export const departedSchema = z.object({ workspace: personSchema.nullable() }).meta({ id: "Departed" });
