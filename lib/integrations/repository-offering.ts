import type { Context } from "#lib/context/context.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { type Counted, withCounts } from "./repository.ts";

const selected = {
  id: true,
  name: true,
  workspaceId: true,
  status: true,
  kind: true,
  variables: true,
  clientAuthentication: true,
  oauthCredential: { omit: { clientSecretSealed: true } },
  overrides: { select: { settings: true } },
  workspace: { select: { name: true } },
} satisfies Prisma.IntegrationSelect;

export type OfferingIntegrationRow = Counted<Prisma.IntegrationGetPayload<{ select: typeof selected }>>;

/** The integrations, of all workspaces, that are built on an offering, by name. */
export async function listOfferingIntegrations(
  ctx: Context,
  offeringId: string,
): Promise<OfferingIntegrationRow[]> {
  const rows = await ctx.db.integration.findMany({
    where: { offeringId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: selected,
  });
  return withCounts(ctx, rows);
}

/** Makes writers of the offering's integrations wait until the transaction ends. */
export async function lockOfferingIntegrations(ctx: Context, offeringId: string): Promise<void> {
  await ctx.db
    .$queryRaw`SELECT 1 FROM "Integration" WHERE "offeringId" = ${offeringId} ORDER BY "id" FOR UPDATE`;
}

/** How many integrations each offering has, of those that have any. */
export async function countIntegrationsByOffering(ctx: Context): Promise<Map<string, number>> {
  const rows = await ctx.db.integration.groupBy({ by: ["offeringId"], _count: { _all: true } });
  return new Map(rows.map(({ offeringId, _count }) => [offeringId, _count._all]));
}

export function countOfferingIntegrations(ctx: Context, offeringId: string): Promise<number> {
  return ctx.db.integration.count({ where: { offeringId } });
}

/**
 * What was proven of these integrations no longer holds: they become drafts, running flows and checks lose. Where keys are
 * entered there is no client to prove, and a draft could never be more.
 */
export async function unproveOfferingIntegrations(ctx: Context, ids: string[]): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "Integration" SET "configVersion" = "configVersion" + 1,
      "status" = CASE WHEN "kind" IN ('oauth2', 'client_credentials') THEN 'draft' ELSE "status" END,
      "updatedAt" = GREATEST(${ctx.now()}, "updatedAt" + interval '1 millisecond')
    WHERE "id" = ANY (${ids})`;
}

/** Erases every secret of these integrations. */
export async function deleteOfferingSecrets(ctx: Context, ids: string[]): Promise<void> {
  await ctx.db.integrationSecret.deleteMany({ where: { integrationId: { in: ids } } });
}
