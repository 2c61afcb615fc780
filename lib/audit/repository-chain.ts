import type { Context } from "#lib/context/context.ts";
import { chainMac } from "#lib/crypto/chain-mac.ts";
import type { Keyring } from "#lib/crypto/keyring.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { canonicalRow, canonicalStart, chainOf } from "./canonical.ts";
import type { AuditRow } from "./repository.ts";

export type NewAuditRow = Omit<AuditRow, "sequence" | "keyId" | "mac">;

/** A chain's newest row. */
export interface Head {
  id: string;
  sequence: number;
  mac: Uint8Array;
}

type Store = Pick<Context, "db" | "keyring">;

/**
 * Appends events to the chains of their workspaces: locks the chains' rows (in one order, so that two transactions never wait
 * for each other), links, and writes rows and chains in one statement. The locks are held to COMMIT: be the last to write.
 */
export async function appendAuditEvents(ctx: Store, rows: readonly NewAuditRow[]): Promise<void> {
  const whole = await withIntegrations(ctx, rows);
  const heads = await lockHeads(ctx, [...new Set(whole.map((row) => chainOf(row.workspaceId)))].sort());
  const chained = linkRows(ctx.keyring, heads, whole);
  await ctx.db.$executeRaw`
    WITH written AS (
      INSERT INTO "AuditEvent" ("id", "workspaceId", "actorKind", "actorId", "actorLabel", "action", "targetKind", "targetId",
        "targetLabel", "integrationId", "connectionId", "outcome", "cause", "changes", "ip", "requestId", "createdAt",
        "sequence", "keyId", "mac")
      SELECT "id", "workspaceId", "actorKind", "actorId", "actorLabel", "action", "targetKind", "targetId",
        "targetLabel", "integrationId", "connectionId", "outcome", "cause", "changes", "ip", "requestId", "createdAt",
        "sequence", "keyId", decode("mac", 'hex')
      FROM jsonb_to_recordset(${JSON.stringify(chained)}::jsonb) AS event("id" text, "workspaceId" text, "actorKind" text,
        "actorId" text, "actorLabel" text, "action" text, "targetKind" text, "targetId" text, "targetLabel" text,
        "integrationId" text, "connectionId" text, "outcome" text, "cause" text, "changes" jsonb, "ip" text,
        "requestId" text, "createdAt" timestamptz, "sequence" integer, "keyId" text, "mac" text))
    ${movingTo(heads)}`;
}

// The statement that puts locked chains' ends where `linkRows` has moved them.
function movingTo(heads: Map<string, Head>): Prisma.Sql {
  const ends = [...heads.values()].map((head) => ({ ...head, mac: Buffer.from(head.mac).toString("hex") }));
  return Prisma.sql`
    UPDATE "AuditChain" AS chain SET "sequence" = head."sequence", "mac" = decode(head."mac", 'hex')
    FROM jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) AS head("id" text, "sequence" integer, "mac" text)
    WHERE chain."id" = head."id"`;
}

/** Gives each row its place, key and HMAC, and moves `heads` along. */
export function linkRows(keyring: Keyring, heads: Map<string, Head>, rows: readonly NewAuditRow[]) {
  const keyId = keyring.current.id;
  return rows.map((row) => {
    const head = heads.get(chainOf(row.workspaceId));
    if (!head) throw new Error("an audit event without a chain");
    head.sequence += 1;
    head.mac = sign(keyring, canonicalRow({ ...row, sequence: head.sequence, keyId }, head.mac));
    return { ...row, sequence: head.sequence, keyId, mac: Buffer.from(head.mac).toString("hex") };
  });
}

/** Writes the ends of chains that are locked. */
export async function moveHeads({ db }: Store, heads: Map<string, Head>): Promise<void> {
  await db.$executeRaw(movingTo(heads));
}

/** The chains' ends, locked to the end of the transaction; a chain that is not there yet begins. */
export async function lockHeads(ctx: Store, ids: string[]): Promise<Map<string, Head>> {
  const heads = await selectHeads(ctx, ids);
  const missing = ids.filter((id) => !heads.has(id));
  if (missing.length === 0) return heads;
  await beginChains(ctx, missing);
  return selectHeads(ctx, ids);
}

async function selectHeads({ db }: Store, ids: string[]): Promise<Map<string, Head>> {
  const rows = await db.$queryRaw<Head[]>`
    SELECT "id", "sequence", "mac" FROM "AuditChain" WHERE "id" IN (${Prisma.join(ids)}) ORDER BY "id" FOR UPDATE`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Empty chains for those that have none. */
export async function beginChains({ db, keyring }: Store, ids: readonly string[]): Promise<void> {
  const startKeyId = keyring.current.id;
  const mac = new Uint8Array(32);
  const data = ids.map((id) => ({
    ...{ id, mac, startMac: mac, startKeyId },
    startSignature: sign(keyring, canonicalStart(id, 0, mac, startKeyId)),
  }));
  await db.auditChain.createMany({ data, skipDuplicates: true });
}

/** Moves a chain's start to the last row that was removed, signed. Lock the chain first. */
export async function moveStart({ db, keyring }: Store, id: string, sequence: number, mac: Uint8Array) {
  const startKeyId = keyring.current.id;
  await db.auditChain.update({
    where: { id },
    data: {
      startSequence: sequence,
      startMac: new Uint8Array(mac),
      startKeyId,
      startSignature: sign(keyring, canonicalStart(id, sequence, mac, startKeyId)),
    },
  });
}

function sign(keyring: Keyring, text: string): Uint8Array<ArrayBuffer> {
  const mac = chainMac(keyring, text);
  if (!mac) throw new Error("the keyring lacks its own current key");
  return mac;
}

/** The rows, with the integrations of their connections: whoever asks for all of an integration means those too. */
export async function withIntegrations<
  T extends Pick<AuditRow, "workspaceId" | "connectionId" | "integrationId">,
>({ db }: Pick<Store, "db">, rows: readonly T[]): Promise<T[]> {
  const open = rows.flatMap(({ connectionId, integrationId }) =>
    connectionId && !integrationId ? [connectionId] : [],
  );
  if (open.length === 0) return [...rows];
  const known = await db.connection.findMany({
    where: { id: { in: open } },
    select: { id: true, integrationId: true, workspaceId: true },
  });
  // Of its own workspace only: an id may have been made up, or be somebody else's.
  const byId = new Map(known.map((it) => [`${it.workspaceId} ${it.id}`, it.integrationId]));
  return rows.map((row) => ({
    ...row,
    integrationId: row.integrationId ?? byId.get(`${row.workspaceId} ${row.connectionId}`) ?? null,
  }));
}
