import type { AuditRow } from "./repository.ts";

/** The chain of what belongs to no workspace. */
export const deploymentChain = "deployment";

/** What of a row its HMAC covers: everything but the HMAC. */
export type ChainedRow = Omit<AuditRow, "sequence" | "keyId" | "mac"> & { sequence: number; keyId: string };

export function chainOf(workspaceId: string | null): string {
  return workspaceId ?? deploymentChain;
}

/** The one text of a row in its chain, after the row whose HMAC is `previous`; no two rows share it (U-01). */
export function canonicalRow(row: ChainedRow, previous: Uint8Array): string {
  return JSON.stringify([
    ...["event 1", chainOf(row.workspaceId), row.sequence, Buffer.from(previous).toString("hex"), row.keyId],
    ...[row.id, row.actorKind, row.actorId, row.actorLabel, row.action],
    ...[row.targetKind, row.targetId, row.targetLabel, row.integrationId, row.connectionId],
    ...[
      row.outcome,
      row.cause,
      canonicalJson(row.changes),
      row.ip,
      row.requestId,
      row.createdAt.toISOString(),
    ],
  ]);
}

/** Where a chain begins: after `sequence`, the last row that retention removed, whose HMAC was `mac`. */
export function canonicalStart(chain: string, sequence: number, mac: Uint8Array, keyId: string): string {
  return JSON.stringify(["start 1", chain, sequence, Buffer.from(mac).toString("hex"), keyId]);
}

/** What an exported checkpoint says of one chain at one time. */
export function canonicalCheckpoint(chain: string, sequence: number, mac: string, at: string): string {
  return JSON.stringify(["checkpoint 1", chain, sequence, mac, at]);
}

// JSON whose keys are sorted: PostgreSQL keeps the values of a jsonb column, but not the order of its keys.
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
  return `{${parts.join(",")}}`;
}
