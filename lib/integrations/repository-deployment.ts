import type { Context } from "#lib/context/context.ts";
import { Prisma } from "#lib/db/generated/client.ts";

/** What was made through the client of the integration, and not through an override's own. */
const throughIt = Prisma.sql`c."integrationId" = i."id" AND NOT EXISTS (SELECT 1 FROM "Override" o
  WHERE o."id" IN (c."runtimeOverrideId", c."applicationOverrideId") AND o."settings" ? 'clientId')`;

/** The integrations, of all workspaces, that use one of the deployment's clients. */
export function listDeploymentIntegrations(ctx: Context, oauthCredentialId: string) {
  return ctx.db.integration.findMany({
    where: { oauthCredentialId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: {
      id: true,
      name: true,
      workspaceId: true,
      status: true,
      workspace: { select: { name: true } },
    },
  });
}

/**
 * How many integrations, and connections made through it, use each of the deployment's clients: all connections, which
 * an index counts, without those of an override's own client.
 */
export async function countUseByCredential(
  ctx: Context,
): Promise<Map<string, { integrations: number; connections: number }>> {
  const rows = await ctx.db.$queryRaw<{ id: string; integrations: number; connections: number }[]>`
    SELECT i."oauthCredentialId" AS "id", count(*)::int AS "integrations",
      sum((SELECT count(*) FROM "Connection" c WHERE c."integrationId" = i."id") - COALESCE(own."count", 0))::int
        AS "connections"
    FROM "Integration" i LEFT JOIN (
      SELECT o."integrationId", count(DISTINCT c."id") AS "count"
      FROM "Override" o JOIN "Connection" c ON c."runtimeOverrideId" = o."id" OR c."applicationOverrideId" = o."id"
      WHERE o."settings" ? 'clientId' GROUP BY o."integrationId") own ON own."integrationId" = i."id"
    WHERE i."oauthCredentialId" IS NOT NULL GROUP BY i."oauthCredentialId"`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** How many connections of each integration were made through the client, of those that have any. */
export async function countDeploymentConnections(
  ctx: Context,
  oauthCredentialId: string,
): Promise<Map<string, number>> {
  const rows = await ctx.db.$queryRaw<{ id: string; connections: number }[]>`
    SELECT i."id", count(*)::int AS "connections"
    FROM "Integration" i JOIN "Connection" c ON ${throughIt}
    WHERE i."oauthCredentialId" = ${oauthCredentialId} GROUP BY i."id"`;
  return new Map(rows.map(({ id, connections }) => [id, connections]));
}

/** How many people own a connection made through the client. */
export async function countDeploymentPeople(ctx: Context, oauthCredentialId: string): Promise<number> {
  const [row] = await ctx.db.$queryRaw<{ people: number }[]>`
    SELECT count(DISTINCT c."ownerId")::int AS "people"
    FROM "Integration" i JOIN "Connection" c ON ${throughIt}
    WHERE i."oauthCredentialId" = ${oauthCredentialId}`;
  return row?.people ?? 0;
}

/** What was proven of the client no longer holds: its integrations become drafts, running flows and checks lose. */
export async function unproveIntegrations(ctx: Context, oauthCredentialId: string): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "Integration" SET "status" = 'draft', "configVersion" = "configVersion" + 1,
      "updatedAt" = GREATEST(${ctx.now()}, "updatedAt" + interval '1 millisecond')
    WHERE "oauthCredentialId" = ${oauthCredentialId}`;
}

/** Takes the client away from its integrations: each is left a draft, at the callback address that is its own (D-05). */
export async function releaseIntegrations(ctx: Context, oauthCredentialId: string): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "Integration" SET "credentialSource" = 'own', "oauthCredentialId" = NULL, "clientId" = '',
      "callbackPath" = '/oauth/callback/' || "integrationKey", "status" = 'draft',
      "configVersion" = "configVersion" + 1,
      "updatedAt" = GREATEST(${ctx.now()}, "updatedAt" + interval '1 millisecond')
    WHERE "oauthCredentialId" = ${oauthCredentialId}`;
}
