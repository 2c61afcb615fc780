import type { AuditEvent, ChainedAuditEvent } from "./contract.ts";
import type { AuditRow } from "./repository.ts";

type JsonObject = Extract<AuditRow["changes"], { [key: string]: unknown }>;

const MAX_LENGTH = 200;

/** Control characters (CR, LF, ESC…), the marks and overrides of reading order and lone surrogates (U-05). */
export const unsafeCharacters = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text that stays on one line and reads in the order it is stored, at most 200 characters long (U-05). */
export function toLine(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(unsafeCharacters, "\uFFFD");
}

/**
 * What changed, as it is stored: only what JSON can say (a Secret prints its redaction), and no text that could break a line
 * or turn the reading order (U-05). A line break inside a value stays; whoever writes it into a line encodes it.
 */
export function toSafeChanges(changes: Record<string, unknown>): JsonObject {
  return toSafe(JSON.parse(JSON.stringify(changes))) as JsonObject;
}

// The names of fields too: people choose some of them.
function toSafe(value: unknown): unknown {
  if (typeof value === "string")
    return value.replace(unsafeCharacters, (it) => (it === "\n" ? it : "\uFFFD"));
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(toSafe);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [toLine(name), toSafe(part)]));
}

/** A stored event as the contract shows it. */
export function toAuditEvent(row: AuditRow): AuditEvent {
  const { id, action, cause, ip, requestId } = row;
  return {
    ...{ id, action, cause, ip, requestId },
    createdAt: row.createdAt.toISOString(),
    actor: { kind: row.actorKind as AuditEvent["actor"]["kind"], id: row.actorId, label: row.actorLabel },
    target: { kind: row.targetKind, id: row.targetId, label: row.targetLabel },
    outcome: row.outcome as AuditEvent["outcome"],
    integrationId: row.integrationId,
    connectionId: row.connectionId,
    changes: row.changes as Record<string, unknown>,
  };
}

/** The same with its place in the chain. */
export function toChainedEvent(row: AuditRow): ChainedAuditEvent {
  const { sequence, keyId } = row;
  return { ...toAuditEvent(row), sequence, keyId, mac: row.mac && Buffer.from(row.mac).toString("hex") };
}
