import { createHash } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Place, SealingKey } from "#lib/crypto/envelope.ts";
import { openText, sealText } from "#lib/crypto/keyring.ts";
import { currentWorkspaceKey, workspaceKey } from "#lib/crypto/workspace-keys.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { TokenFacts } from "./rules.ts";

/** How long a lease lasts after it was taken or prolonged. */
export const LEASE = Prisma.sql`interval '60 seconds'`;

/** The tokens of one connection, still sealed, with the facts that decide about them. All times are the database's. */
export interface TokenState extends TokenFacts {
  connectionId: string;
  workspaceId: string;
  integrationId: string;
  /** The overrides that the connection was made with, and refreshes with. */
  runtimeOverrideId: string | null;
  applicationOverrideId: string | null;
  statusCause: string | null;
  failureCount: number;
  scopes: string[];
  /** The facts of the grant, as the JSON column holds them. */
  data: unknown;
  tokenType: string;
  keyId: string;
  accessTokenSealed: Uint8Array;
  refreshTokenSealed: Uint8Array | null;
}

/** The right to ask the provider for new tokens, for 60 s of the database's clock (D-08). */
export interface Lease extends TokenState {
  leaseHolder: string;
  /** Requests with the same refresh token that left before, and whose outcome nobody has written down. */
  earlierRequests: number;
}

/** What goes to the provider, opened once: the refresh token, what tells it from another, and the key that it was sealed with. */
export interface OpenedRefreshToken {
  token: Secret<string>;
  fingerprint: Uint8Array<ArrayBuffer>;
  key: SealingKey;
}

const columns = Prisma.sql`
  t."connectionId", t."workspaceId", t."keyId", t."accessTokenSealed", t."refreshTokenSealed", t."tokenType",
  t."tokenVersion", t."obtainedAt", t."expiresAt", t."leaseHolder", t."leaseExpiresAt", t."forcedAt",
  (t."refreshTokenSealed" IS NOT NULL) AS "hasRefreshToken", clock_timestamp() AS "databaseNow",
  (SELECT i."kind"::text FROM "Integration" i WHERE i."id" = c."integrationId") AS "kind",
  c."integrationId", c."runtimeOverrideId", c."applicationOverrideId", c."status"::text AS "status", c."statusCause", c."retryAt", c."failureCount", c."scopes", c."data"`;

/** The tokens of a connection of the workspace; `null` when there is none. */
export async function findTokenState(
  ctx: Context,
  workspaceId: string,
  connectionId: string,
): Promise<TokenState | null> {
  const rows = await ctx.db.$queryRaw<TokenState[]>`
    SELECT ${columns} FROM "ConnectionTokens" t JOIN "Connection" c ON c."id" = t."connectionId"
    WHERE t."connectionId" = ${connectionId} AND t."workspaceId" = ${workspaceId}`;
  return rows[0] ?? null;
}

/**
 * Takes the lease on exactly the version that was seen, in one statement on the database's clock; `null` when somebody
 * else holds it, the version moved, or (forced) the provider's 401 forced a refresh within the last minute. The same
 * statement writes the intent, where a refresh token will be sent; what an earlier holder sent of it stays counted (D-11).
 */
export async function takeLease(
  ctx: Context,
  seen: TokenState,
  { isForced, fingerprint }: { isForced: boolean; fingerprint: Uint8Array<ArrayBuffer> | null },
): Promise<Lease | null> {
  const holder = crypto.randomUUID();
  const rows = await ctx.db.$queryRaw<Lease[]>`
    WITH taken AS (UPDATE "ConnectionTokens" t
    SET "leaseHolder" = ${holder}, "leaseExpiresAt" = clock_timestamp() + ${LEASE},
        "forcedAt" = CASE WHEN ${isForced} THEN clock_timestamp() ELSE t."forcedAt" END
    FROM "Connection" c
    WHERE c."id" = t."connectionId" AND t."connectionId" = ${seen.connectionId} AND t."workspaceId" = ${seen.workspaceId}
      AND t."tokenVersion" = ${seen.tokenVersion}
      AND (t."leaseExpiresAt" IS NULL OR t."leaseExpiresAt" < clock_timestamp())
      AND (NOT ${isForced} OR t."forcedAt" IS NULL OR t."forcedAt" < clock_timestamp() - interval '60 seconds')
    RETURNING ${columns}),
    intent AS (INSERT INTO "RefreshIntent" AS earlier
        ("connectionId", "workspaceId", "attemptId", "tokenVersion", "tokenFingerprint", "startedAt")
      SELECT "connectionId", "workspaceId", "leaseHolder", "tokenVersion", ${fingerprint}::bytea, "databaseNow"
      FROM taken WHERE ${fingerprint}::bytea IS NOT NULL
      ON CONFLICT ("connectionId") DO UPDATE SET
        "attemptId" = EXCLUDED."attemptId", "tokenVersion" = EXCLUDED."tokenVersion",
        "tokenFingerprint" = EXCLUDED."tokenFingerprint", "startedAt" = EXCLUDED."startedAt",
        "requests" = CASE WHEN earlier."tokenVersion" = EXCLUDED."tokenVersion"
          AND earlier."tokenFingerprint" = EXCLUDED."tokenFingerprint" THEN earlier."requests" ELSE 0 END
      RETURNING "requests")
    SELECT taken.*, COALESCE((SELECT "requests" FROM intent), 0) AS "earlierRequests" FROM taken`;
  return rows[0] ?? null;
}

/** Prolongs a lease before another attempt; false when the version moved or another holder took over. */
export async function renewLease(
  ctx: Context,
  { connectionId, leaseHolder, tokenVersion }: Lease,
): Promise<boolean> {
  const count = await ctx.db.$executeRaw`
    UPDATE "ConnectionTokens" SET "leaseExpiresAt" = clock_timestamp() + ${LEASE}
    WHERE "connectionId" = ${connectionId} AND "leaseHolder" = ${leaseHolder} AND "tokenVersion" = ${tokenVersion}`;
  return count > 0;
}

/**
 * Gives the lease back, and with it the intent, unless what was sent has no known outcome; false when the version moved, so
 * that nothing may be concluded from the attempt.
 */
export async function releaseLease(
  ctx: Context,
  { connectionId, leaseHolder, tokenVersion }: Lease,
  { keepIntent }: { keepIntent: boolean },
): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<{ connectionId: string }[]>`
    WITH released AS (
      UPDATE "ConnectionTokens" SET "leaseHolder" = NULL, "leaseExpiresAt" = NULL
      WHERE "connectionId" = ${connectionId} AND "leaseHolder" = ${leaseHolder} AND "tokenVersion" = ${tokenVersion}
      RETURNING "connectionId"),
    settled AS (
      DELETE FROM "RefreshIntent" i USING released r WHERE i."connectionId" = r."connectionId" AND NOT ${keepIntent})
    SELECT "connectionId" FROM released`;
  return rows.length > 0;
}

export async function openAccessToken(ctx: Context, state: TokenState): Promise<Secret<string>> {
  const key = await workspaceKey(ctx, state.workspaceId, state.keyId);
  return openText(key, tokenPlace(state, "accessToken"), state.accessTokenSealed);
}

export async function openRefreshToken(ctx: Context, state: TokenState): Promise<Secret<string> | null> {
  return (await openForSending(ctx, state))?.token ?? null;
}

/** The refresh token with what is needed to write down that it was sent, and what came back; `null` when there is none. */
export async function openForSending(ctx: Context, state: TokenState): Promise<OpenedRefreshToken | null> {
  if (!state.refreshTokenSealed) return null;
  const key = await workspaceKey(ctx, state.workspaceId, state.keyId);
  const token = openText(key, tokenPlace(state, "refreshToken"), state.refreshTokenSealed);
  const fingerprint = new Uint8Array(createHash("sha256").update(token.reveal()).digest());
  return { token, fingerprint, key };
}

/** One pair, from one answer of the provider. Times are the database's. */
export interface TokenPair {
  accessToken: Secret<string>;
  refreshToken: Secret<string> | null;
  tokenType: string;
  obtainedAt: Date;
  expiresAt: Date | null;
  /** When the worker renews it; without it, never. */
  refreshDueAt?: Date | null;
}

interface PairPlace {
  connectionId: string;
  workspaceId: string;
}

/**
 * Writes the pair that follows version `seenVersion`, and ends the intent that it answers; false when the version is no
 * longer that one (the write fence). Call it inside a transaction.
 */
export async function replaceTokens(
  ctx: Context,
  place: PairPlace,
  seenVersion: number,
  pair: TokenPair,
): Promise<boolean> {
  const { count } = await ctx.db.connectionTokens.updateMany({
    where: { ...place, tokenVersion: seenVersion },
    data: { ...(await sealPair(ctx, place, seenVersion + 1, pair)), leaseHolder: null, leaseExpiresAt: null },
  });
  if (count === 0) return false;
  await ctx.db.refreshIntent.deleteMany({ where: place });
  return true;
}

/** The first pair of a new connection. */
export async function insertTokens(ctx: Context, place: PairPlace, pair: TokenPair): Promise<void> {
  await ctx.db.connectionTokens.create({ data: { ...place, ...(await sealPair(ctx, place, 1, pair)) } });
}

/** Locks the tokens until the transaction ends and gives them; `null` when there are none. */
export async function lockTokens(
  ctx: Context,
  { connectionId, workspaceId }: PairPlace,
): Promise<TokenState | null> {
  await ctx.db.$queryRaw`
    SELECT 1 FROM "ConnectionTokens" WHERE "connectionId" = ${connectionId} AND "workspaceId" = ${workspaceId} FOR UPDATE`;
  return findTokenState(ctx, workspaceId, connectionId);
}

/** How far the database's clock is ahead of ours. */
export async function databaseClockOffsetMs(ctx: Context): Promise<number> {
  const rows = await ctx.db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS "now"`;
  const now = rows[0]?.now ?? ctx.now();
  return now.getTime() - ctx.now().getTime();
}

async function sealPair(
  ctx: Context,
  { connectionId, workspaceId }: PairPlace,
  tokenVersion: number,
  pair: TokenPair,
) {
  const key = await currentWorkspaceKey(ctx, workspaceId);
  const place = (field: TokenField) => tokenPlace({ connectionId, tokenVersion }, field);
  return {
    keyId: key.id,
    tokenVersion,
    accessTokenSealed: sealText(key, place("accessToken"), pair.accessToken),
    refreshTokenSealed: pair.refreshToken && sealText(key, place("refreshToken"), pair.refreshToken),
    tokenType: pair.tokenType,
    obtainedAt: pair.obtainedAt,
    expiresAt: pair.expiresAt,
    refreshDueAt: pair.refreshDueAt ?? null,
    heldByEndpoint: null,
  };
}

type TokenField = "accessToken" | "refreshToken";

function tokenPlace(
  { connectionId, tokenVersion }: { connectionId: string; tokenVersion: number },
  field: TokenField,
): Place {
  return { table: "ConnectionTokens", rowId: connectionId, field, version: tokenVersion };
}
