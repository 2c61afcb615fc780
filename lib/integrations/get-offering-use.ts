import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { type Consequence, judgeMove } from "./offering-move.ts";
import {
  countIntegrationsByOffering,
  countOfferingIntegrations,
  listOfferingIntegrations,
  lockOfferingIntegrations,
} from "./repository-offering.ts";

/** What another state of an offering comes to, over all workspaces. */
export interface OfferingUse {
  integrations: number;
  /** Those that must be verified again. */
  draftIntegrations: number;
  /** Those that must reconnect. */
  connections: number;
  workspaces: number;
  first: {
    integrationId: string;
    name: string;
    workspaceName: string;
    connections: number;
    consequence: Consequence;
  }[];
}

/** The two states between which integrations of an offering move. */
export interface OfferingStates {
  offeringId: string;
  before: CatalogueOffering | null;
  after: CatalogueOffering;
}

/**
 * The integrations on an offering and what the move does to them; five by name, those that lose most first. With `isHeld`
 * nobody changes them, or connects through them, until the transaction ends.
 */
export async function getOfferingUse(
  ctx: Context,
  { offeringId, before, after }: OfferingStates,
  { isHeld = false }: { isHeld?: boolean } = {},
): Promise<OfferingUse> {
  authorize(ctx.actor, "platform:manage");
  if (isHeld) await lockOfferingIntegrations(ctx, offeringId);
  const rows = (await listOfferingIntegrations(ctx, offeringId)).map((row) => ({
    ...row,
    consequence: judgeMove(row, before, after),
  }));
  const order: Consequence[] = ["reconnect", "verify", "none"];
  const first = rows.toSorted((a, b) => order.indexOf(a.consequence) - order.indexOf(b.consequence));
  return {
    integrations: rows.length,
    draftIntegrations: rows.filter(({ kind, consequence }) => issuesTokens(kind) && consequence !== "none")
      .length,
    connections: rows
      .filter(({ consequence }) => consequence === "reconnect")
      .reduce((sum, { _count }) => sum + _count.connections, 0),
    workspaces: new Set(rows.map(({ workspaceId }) => workspaceId)).size,
    first: first.slice(0, 5).map(({ id, name, workspace, _count, consequence }) => ({
      integrationId: id,
      name,
      workspaceName: workspace.name,
      connections: _count.connections,
      consequence,
    })),
  };
}

/** How many integrations each offering has, over all workspaces. */
export async function countOfferingUse(ctx: Context): Promise<ReadonlyMap<string, number>> {
  authorize(ctx.actor, "platform:manage");
  return countIntegrationsByOffering(ctx);
}

/** The same for one offering. */
export async function countIntegrationsOn(ctx: Context, offeringId: string): Promise<number> {
  authorize(ctx.actor, "platform:manage");
  return countOfferingIntegrations(ctx, offeringId);
}
