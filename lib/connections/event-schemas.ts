import { z } from "zod";
import { pageSchema } from "#lib/core/page.ts";
import { statusExplanationSchema } from "./health-schemas.ts";

const time = z.iso.datetime({ offset: true });

export const connectionEventTypes = [
  "granted",
  "reconnected",
  "refreshed",
  "refresh-failed",
  "status-changed",
  "tested",
  "tenant-chosen",
  "shared",
  "unshared",
  "renamed",
  "handed-over",
  "taken-on",
  "scopes-wanted",
  "scopes-changed",
  "refused",
  "secret-changed",
  "integration-paused",
  "integration-resumed",
] as const;
export type ConnectionEventType = (typeof connectionEventTypes)[number];

/** One line of a connection's history. */
export const connectionEventSchema = z.object({
  id: z.string(),
  type: z.enum(connectionEventTypes),
  cause: z.string().nullable(),
  /** In words: what happened, who can do something about it and what; `null` where nothing is to be said or done. */
  explanation: statusExplanationSchema.nullable(),
  detail: z.record(z.string(), z.unknown()),
  actor: z.object({ kind: z.string(), id: z.string().nullable() }),
  createdAt: time,
});
export type ConnectionEvent = z.output<typeof connectionEventSchema>;

export const connectionEventPageSchema = pageSchema(connectionEventSchema);
