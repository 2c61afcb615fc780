import type { Context } from "#lib/context/context.ts";
import { chainMac, isSameMac } from "#lib/crypto/chain-mac.ts";
import type { Keyring } from "#lib/crypto/keyring.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import {
  type ChainedRow,
  canonicalCheckpoint,
  canonicalRow,
  canonicalStart,
  deploymentChain,
} from "./canonical.ts";

const BATCH = 2_000;

type Store = Pick<Context, "db">;

export type Chain = Prisma.AuditChainGetPayload<object>;

/** A row as it lies there, in whatever state somebody left it. */
export type StoredRow = ChainedRow & { mac: Uint8Array };

export async function findChain({ db }: Store, id: string): Promise<Chain | null> {
  return db.auditChain.findFirst({ where: { id } });
}

export async function findChains({ db }: Store): Promise<Chain[]> {
  return db.auditChain.findMany({ orderBy: { id: "asc" } });
}

/** All rows of a chain in the order of their places, from one place to another, in constant memory. */
export async function* streamChain(
  { db }: Store,
  id: string,
  from: number,
  to: number,
): AsyncGenerator<StoredRow> {
  let after: { sequence: number; id: string } | undefined;
  for (;;) {
    const rows = await db.auditEvent.findMany({
      where: {
        ...inChain(id),
        sequence: { gte: after?.sequence ?? from, lte: to },
        ...(after && { OR: [{ sequence: { gt: after.sequence } }, { id: { gt: after.id } }] }),
      },
      orderBy: [{ sequence: "asc" }, { id: "asc" }],
      take: BATCH,
    });
    for (const row of rows) yield toStored(row);
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = { sequence: last.sequence ?? 0, id: last.id };
  }
}

export async function findAt({ db }: Store, id: string, sequence: number): Promise<StoredRow | null> {
  const row = await db.auditEvent.findFirst({ where: { ...inChain(id), sequence }, orderBy: { id: "asc" } });
  return row && toStored(row);
}

/** A row that no chain has written: without a place, or behind the end that the chain had in the same moment. */
export async function findStray(
  { db }: Store,
  id: string,
): Promise<{ id: string; sequence: number | null } | null> {
  const rows = await db.$queryRaw<{ id: string; sequence: number | null }[]>`
    (SELECT "id", "sequence" FROM "AuditEvent"
      WHERE "workspaceId" IS NOT DISTINCT FROM ${workspaceOf(id)} AND "sequence" IS NULL LIMIT 1)
    UNION ALL
    (SELECT "id", "sequence" FROM "AuditEvent" WHERE "workspaceId" IS NOT DISTINCT FROM ${workspaceOf(id)}
      AND "sequence" > (SELECT "sequence" FROM "AuditChain" WHERE "id" = ${id}) ORDER BY "sequence" LIMIT 1)`;
  return rows[0] ?? null;
}

/** Whether the row stands as it was written when its place was `sequence`, after `previous`; `null`: its key is missing. */
export function isGenuine(
  keyring: Keyring,
  row: StoredRow,
  sequence: number,
  previous: Uint8Array,
): boolean | null {
  const mac = macAt(keyring, row, sequence, previous);
  return mac && isSameMac(mac, row.mac);
}

/** The HMAC that a row has at a place; `null`: its key is missing. */
export function macAt(
  keyring: Keyring,
  row: StoredRow,
  sequence: number,
  previous: Uint8Array,
): Uint8Array | null {
  return chainMac(keyring, canonicalRow({ ...row, sequence }, previous), row.keyId);
}

export function isStartGenuine(keyring: Keyring, chain: Chain): boolean {
  const text = canonicalStart(chain.id, chain.startSequence, chain.startMac, chain.startKeyId);
  const mac = chainMac(keyring, text, chain.startKeyId);
  return mac !== null && isSameMac(mac, chain.startSignature);
}

/** A checkpoint's signature, in hex; `null` when the key is missing. */
export function signCheckpoint(
  keyring: Keyring,
  { chain, sequence, mac, at }: { chain: string; sequence: number; mac: string; at: string },
  keyId = keyring.current.id,
): { keyId: string; signature: string } | null {
  const signature = chainMac(keyring, canonicalCheckpoint(chain, sequence, mac, at), keyId);
  return signature && { keyId, signature: Buffer.from(signature).toString("hex") };
}

function toStored(row: Prisma.AuditEventGetPayload<object>): StoredRow {
  const { sequence, keyId, mac } = row;
  return { ...row, sequence: sequence ?? 0, keyId: keyId ?? "", mac: mac ?? new Uint8Array() };
}

function inChain(id: string) {
  return { workspaceId: workspaceOf(id) };
}

function workspaceOf(id: string): string | null {
  return id === deploymentChain ? null : id;
}
