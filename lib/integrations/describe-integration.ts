import type { Context } from "#lib/context/context.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { findOfferings } from "#lib/custom-offerings/find-offering.ts";
import { listOverrideConnectionCounts } from "#lib/overrides/get-override-clients.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import type { Integration } from "./contract.ts";
import { countConnectionsOf, findIntegration, type IntegrationRow } from "./repository.ts";
import { toIntegration } from "./to-integration.ts";

/** One integration as its routes answer it. The verb that calls it has decided about permission. */
export async function describeIntegration(
  ctx: Context,
  actor: WorkspaceActor,
  idOrSlug: string,
): Promise<Integration> {
  const row = await findIntegration(ctx, actor.workspaceId, idOrSlug);
  const [integration] = row ? await describeIntegrations(ctx, actor, [row]) : [];
  if (!integration) throw notFound("integration");
  return integration;
}

/** The same for a list, with the names and counts of all rows in one query each. */
export async function describeIntegrations(
  ctx: Context,
  actor: WorkspaceActor,
  rows: IntegrationRow[],
): Promise<Integration[]> {
  const ids = rows.map(({ id }) => id);
  const [nameOf, ownCounts, overrideCounts, offerings] = await Promise.all([
    listPeople(ctx, rows.flatMap(peopleOf)),
    countConnectionsOf(ctx, ids, actor),
    listOverrideConnectionCounts(ctx, ids),
    findOfferings(
      ctx,
      rows.map(({ offeringId }) => offeringId),
    ),
  ]);
  return rows.map((row) =>
    toIntegration(row, {
      settings: ctx.settings,
      now: ctx.now(),
      offering: offerings.get(row.offeringId) ?? null,
      nameOf,
      myConnectionCount: ownCounts.get(row.id) ?? 0,
      overrideConnections: overrideCounts.get(row.id) ?? 0,
    }),
  );
}

function peopleOf(row: IntegrationRow): string[] {
  const checks = [...row.verifications, ...row.secrets.flatMap((secret) => secret.verifications)];
  return [
    row.createdById,
    ...row.secrets.map((secret) => secret.createdById),
    ...checks.map((verification) => verification.actorId),
  ];
}
