import type { Pool } from "pg";

/** Something that a superuser does to a chain of 12 rows, with triggers off, and what the verifier must say of it. */
export interface Tampering {
  name: string;
  /** `$1`: the workspace. */
  sql: string[];
  /** Where the chain is first wrong. */
  place: number;
  reasons: string[];
  /** Only a checkpoint that was kept elsewhere can tell. */
  needsCheckpoint?: boolean;
}

const here = `"workspaceId" = $1 AND "sequence"`;
const edit = (assignment: string): string[] => [`UPDATE "AuditEvent" SET ${assignment} WHERE ${here} = 6`];
const forge = `INSERT INTO "AuditEvent" ("id", "workspaceId", "actorKind", "actorLabel", "action", "targetKind", "outcome", "requestId",
  "createdAt", "sequence", "keyId", "mac") SELECT "id" || '-forged', "workspaceId", "actorKind", 'Mallory', "action", "targetKind", "outcome",
  "requestId", "createdAt"`;

const edits = {
  id: `"id" = "id" || 'x'`,
  actorKind: `"actorKind" = 'system'`,
  actorId: `"actorId" = 'user-mallory'`,
  actorLabel: `"actorLabel" = 'Mallory'`,
  action: `"action" = 'session.create'`,
  targetKind: `"targetKind" = 'user'`,
  targetId: `"targetId" = 'another'`,
  targetLabel: `"targetLabel" = 'another'`,
  integrationId: `"integrationId" = 'another'`,
  connectionId: `"connectionId" = 'another'`,
  outcome: `"outcome" = 'failed'`,
  cause: `"cause" = 'made up'`,
  changes: `"changes" = '{"name":{"after":"other"}}'`,
  ip: `"ip" = '203.0.113.9'`,
  requestId: `"requestId" = 'another'`,
  createdAt: `"createdAt" = "createdAt" + interval '1 millisecond'`,
  keyId: `"keyId" = 'kek-000000000000'`,
  mac: `"mac" = sha256("mac")`,
};

/** Every way to change the record that U-01 names. */
export const tamperings: readonly Tampering[] = [
  ...Object.entries(edits).map(
    ([field, assignment]): Tampering => ({
      name: `edit ${field}`,
      sql: edit(assignment),
      place: 6,
      reasons: [field === "keyId" ? "key" : "edited"],
    }),
  ),
  {
    name: "move to another workspace",
    sql: [`UPDATE "AuditEvent" SET "workspaceId" = 'ws-elsewhere' WHERE ${here} = 6`],
    place: 6,
    reasons: ["deleted"],
  },
  { name: "delete", sql: [`DELETE FROM "AuditEvent" WHERE ${here} = 6`], place: 6, reasons: ["deleted"] },
  {
    name: "delete the first",
    sql: [`DELETE FROM "AuditEvent" WHERE ${here} = 1`],
    place: 1,
    reasons: ["deleted"],
  },
  {
    name: "delete and close the gap",
    sql: [
      `DELETE FROM "AuditEvent" WHERE ${here} = 6`,
      `UPDATE "AuditEvent" SET "sequence" = -"sequence" WHERE ${here} > 6`,
      `UPDATE "AuditEvent" SET "sequence" = -"sequence" - 1 WHERE ${here} < 0`,
    ],
    place: 6,
    reasons: ["deleted"],
  },
  {
    name: "reorder neighbours",
    sql: swap(6, 7),
    place: 6,
    reasons: ["reordered"],
  },
  { name: "reorder far apart", sql: swap(4, 9), place: 4, reasons: ["reordered"] },
  {
    name: "insert in between",
    sql: [
      `UPDATE "AuditEvent" SET "sequence" = -"sequence" WHERE ${here} > 5`,
      `UPDATE "AuditEvent" SET "sequence" = -"sequence" + 1 WHERE ${here} < 0`,
      `${forge}, 6, "keyId", "mac" FROM "AuditEvent" WHERE ${here} = 5`,
      `UPDATE "AuditChain" SET "sequence" = "sequence" + 1 WHERE "id" = $1`,
    ],
    place: 6,
    reasons: ["inserted"],
  },
  {
    name: "insert at the end",
    sql: [`${forge}, "sequence" + 1, "keyId", "mac" FROM "AuditEvent" WHERE ${here} = 12`],
    place: 13,
    reasons: ["inserted"],
  },
  {
    name: "insert without a place",
    sql: [`${forge}, NULL, NULL, NULL FROM "AuditEvent" WHERE ${here} = 5`],
    place: 0,
    reasons: ["inserted"],
  },
  { name: "cut the tail", sql: [`DELETE FROM "AuditEvent" WHERE ${here} > 8`], place: 9, reasons: ["cut"] },
  {
    name: "cut the tail and set the chain's end back",
    sql: [
      `DELETE FROM "AuditEvent" WHERE ${here} > 8`,
      `UPDATE "AuditChain" SET "sequence" = 8, "mac" = (SELECT "mac" FROM "AuditEvent" WHERE ${here} = 8) WHERE "id" = $1`,
    ],
    place: 9,
    reasons: ["cut"],
    needsCheckpoint: true,
  },
  {
    name: "cut the whole chain",
    sql: [`DELETE FROM "AuditEvent" WHERE "workspaceId" = $1`, `DELETE FROM "AuditChain" WHERE "id" = $1`],
    place: 1,
    reasons: ["cut"],
    needsCheckpoint: true,
  },
  {
    name: "cut the start and move it by hand",
    sql: [
      `UPDATE "AuditChain" SET "startSequence" = 4, "startMac" = (SELECT "mac" FROM "AuditEvent" WHERE ${here} = 4) WHERE "id" = $1`,
      `DELETE FROM "AuditEvent" WHERE ${here} <= 4`,
    ],
    place: 4,
    reasons: ["start"],
  },
];

function swap(a: number, b: number): string[] {
  const move = (from: number, to: number) =>
    `UPDATE "AuditEvent" SET "sequence" = ${to} WHERE ${here} = ${from}`;
  return [move(a, -1), move(b, a), move(-1, b)];
}

/** Does it as a superuser would: with every trigger off. */
export async function tamper(pool: Pool, workspaceId: string, { sql }: Tampering): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL session_replication_role = replica");
    for (const statement of sql) await client.query(statement, [workspaceId]);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}
