import type { Context } from "#lib/context/context.ts";
import { Secret } from "#lib/core/secret.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { type ConnectionRow, newestFirst, related } from "./repository.ts";
import { updateConnectionRow } from "./repository-changes.ts";
import type { Owned } from "./repository-owned.ts";
import { replaceTokens, type TokenState } from "./repository-tokens.ts";

/** Why a connection waits that somebody left to its owner, who has yet to sign in for it. */
const CAUSE_AWAITS_CONSENT = "awaits_consent";

/** Where one connection goes, and what its new owner has to do. */
export interface Move {
  id: string;
  toId: string;
  needs: "confirm" | "withdraw";
}

/**
 * Gives connections of one person to others, in one statement. What its new owner has to sign in for stops at once; what is
 * suspended stays so, for its tokens are not for the address or client that the integration has now (P-04).
 */
export async function moveOwned(
  ctx: Context,
  { workspaceId, ownerId }: Owned,
  moves: readonly Move[],
): Promise<void> {
  const now = ctx.now();
  const stops = Prisma.sql`m."needs" = 'withdraw' AND c."status" <> 'suspended'`;
  await ctx.db.$executeRaw`
    UPDATE "Connection" c SET "ownerId" = m."toId", "handedOverById" = ${ownerId},
      "handover" = CASE WHEN c."handover" = 'consent' THEN 'consent' ELSE m."needs"::"Handover" END,
      "status" = CASE WHEN ${stops} THEN 'needs_reauth' ELSE c."status" END,
      "statusCause" = CASE WHEN ${stops} THEN ${CAUSE_AWAITS_CONSENT} ELSE c."statusCause" END,
      "statusChangedAt" = CASE WHEN ${stops} THEN ${now} ELSE c."statusChangedAt" END, "updatedAt" = ${now}
    FROM unnest(${moves.map(({ id }) => id)}::text[], ${moves.map(({ toId }) => toId)}::text[],
      ${moves.map(({ needs }) => needs)}::text[]) AS m("id", "toId", "needs")
    WHERE c."id" = m."id" AND c."ownerId" = ${ownerId} AND c."workspaceId" = ${workspaceId}`;
}

/** Some of those that somebody left for others to sign in to, and whose grant is still to be withdrawn. */
export function listUnwithdrawn(
  ctx: Context,
  { workspaceId, ownerId }: Owned,
  limit: number,
): Promise<ConnectionRow[]> {
  return ctx.db.connection.findMany({
    where: { workspaceId, handedOverById: ownerId, handover: "withdraw" },
    orderBy: newestFirst,
    take: limit,
    include: related,
  });
}

/**
 * Takes out of a connection what belongs to the account of whoever left it: tokens, account, scopes and facts. The tokens'
 * version moves on, so that whoever still renews or remembers them loses.
 */
export async function eraseGrant(ctx: Context, { tokenVersion, ...place }: TokenState): Promise<void> {
  const { connectionId, workspaceId } = place;
  const now = ctx.now();
  await replaceTokens(ctx, { connectionId, workspaceId }, tokenVersion, {
    accessToken: new Secret(`withdrawn-${crypto.randomUUID()}`),
    refreshToken: null,
    tokenType: "Bearer",
    obtainedAt: now,
    expiresAt: null,
  });
  await updateConnectionRow(
    ctx,
    { id: connectionId, workspaceId },
    {
      ...{ status: "needs_reauth", statusCause: CAUSE_AWAITS_CONSENT, handover: "consent" },
      ...{ accountId: null, accountLabel: null, accountEmail: null, accountPictureUrl: null },
      ...{ scopes: [], wantedScopes: [], data: {}, hasRefreshToken: false, failureCount: 0, retryAt: null },
      ...{ tokenExpiresAt: null, refreshTokenExpiresAt: null },
    },
  );
}
