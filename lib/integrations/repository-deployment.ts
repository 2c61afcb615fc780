import type { Context } from "#lib/context/context.ts";

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
      _count: { select: { connections: true } },
    },
  });
}

/** How many integrations and connections use each of the deployment's clients. */
export async function countUseByCredential(
  ctx: Context,
): Promise<Map<string, { integrations: number; connections: number }>> {
  const rows = await ctx.db.$queryRaw<{ id: string; integrations: number; connections: number }[]>`
    SELECT i."oauthCredentialId" AS "id", count(DISTINCT i."id")::int AS "integrations",
      count(c."id")::int AS "connections"
    FROM "Integration" i LEFT JOIN "Connection" c ON c."integrationId" = i."id"
    WHERE i."oauthCredentialId" IS NOT NULL GROUP BY i."oauthCredentialId"`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** How many people own a connection made through the client. */
export function countDeploymentPeople(ctx: Context, oauthCredentialId: string): Promise<number> {
  return ctx.db.user.count({ where: { connections: { some: { integration: { oauthCredentialId } } } } });
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
