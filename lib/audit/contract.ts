import { z } from "zod";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";
import { auditActions } from "./actions.ts";

export const auditOutcomes = ["success", "denied", "failed"] as const;
export const auditActorKinds = ["member", "api-key", "system", "anonymous"] as const;

const idSchema = z.string().min(1).max(80);

/** One act: who did what to what, how it ended and where it came from. */
export const auditEventSchema = z
  .object({
    id: idSchema,
    createdAt: z.iso.datetime(),
    actor: z.object({ kind: z.enum(auditActorKinds), id: z.string().nullable(), label: z.string() }),
    action: z.string().meta({ description: "`noun.verb`", example: "api-key.create" }),
    target: z.object({ kind: z.string(), id: z.string().nullable(), label: z.string().nullable() }),
    integrationId: z.string().nullable().meta({ description: "The integration that it has to do with" }),
    connectionId: z.string().nullable().meta({ description: "The connection that it has to do with" }),
    outcome: z.enum(auditOutcomes),
    cause: z.string().nullable().meta({ description: "Why it was denied or failed: a stable code" }),
    changes: z
      .record(z.string(), z.unknown())
      .meta({ description: "What changed, by field; never a secret" }),
    ip: z.string().nullable(),
    requestId: z.string(),
  })
  .meta({ id: "AuditEvent" });

/** What `changes` holds of a `connection.use`: one call through the gateway, or several that were alike; never a body. */
export const recordedCallSchema = z.object({
  method: z.string(),
  host: z.string(),
  path: z
    .string()
    .meta({ description: "Without its query; of several calls what their paths have in common" }),
  status: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  calls: z.number().optional(),
  until: z.string().optional(),
  recordedShare: z.number().optional(),
});

export type AuditEvent = z.output<typeof auditEventSchema>;

/** The same with its place in the chain, as exports give it. */
export interface ChainedAuditEvent extends AuditEvent {
  sequence: number | null;
  keyId: string | null;
  mac: string | null;
}

export const auditEventPageSchema = pageSchema(auditEventSchema);

const auditFilterSchema = z.object({
  targetKind: z.string().max(40).optional(),
  targetId: idSchema.optional().meta({ description: "An integration, a connection, an API key…" }),
  integrationId: idSchema
    .optional()
    .meta({ description: "An integration; what happened to its connections and overrides counts" }),
  connectionId: idSchema.optional(),
  actorId: idSchema.optional().meta({ description: "A member or an API key" }),
  action: z.enum(auditActions).optional(),
  outcome: z.enum(auditOutcomes).optional(),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: "Not before this time" }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: "Before this time" }),
});

/** The filters of the audit log; a page is the newest that match. */
export const auditEventQuerySchema = pageQuerySchema.extend(auditFilterSchema.shape);

export const auditFormats = ["csv", "json", "ndjson"] as const;

/** What is exported: all that the filter finds, newest first. */
export const auditExportQuerySchema = auditFilterSchema.extend({
  format: z.enum(auditFormats).default("csv"),
});

export type AuditExportQuery = z.output<typeof auditExportQuerySchema>;

export const auditEventParams = z.object({ id: idSchema });

export type AuditEventQuery = z.output<typeof auditEventQuerySchema>;

/** What was found to be wrong with a chain. */
export const chainFaultReasons = [
  "edited",
  "deleted",
  "inserted",
  "reordered",
  "cut",
  "start",
  "end",
  "key",
  "checkpoint",
] as const;

export const chainFaultSchema = z.object({
  chain: z.string().meta({ description: "A workspace's id, or `deployment`" }),
  sequence: z.int().nullable().meta({ description: "The first place in the chain that is wrong" }),
  eventId: z.string().nullable().meta({ description: "The event that lies there" }),
  reason: z.enum(chainFaultReasons),
});

export type ChainFault = z.output<typeof chainFaultSchema>;

export const chainReportSchema = z
  .object({
    chain: z.string(),
    events: z.int().meta({ description: "How many events are right" }),
    removed: z.int().meta({ description: "How many retention has removed before them" }),
    fault: chainFaultSchema.nullable(),
  })
  .meta({ id: "AuditChainReport" });

export type ChainReport = z.output<typeof chainReportSchema>;

/** The end of a chain at one time, signed: kept elsewhere, it tells whether anything was cut off since. */
export const checkpointSchema = z
  .object({
    chain: z.string().min(1).max(80),
    sequence: z.int().min(0),
    mac: z.string().regex(/^[0-9a-f]{64}$/),
    at: z.iso.datetime(),
    keyId: z.string().max(80),
    signature: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({ id: "AuditCheckpoint" });

export type Checkpoint = z.output<typeof checkpointSchema>;

export const checkpointFileSchema = z.array(checkpointSchema);

export { type AuditAction, auditActions } from "./actions.ts";
