import type { Context } from "#lib/context/context.ts";
import { type IntegrationRow, rowInclude, withCounts } from "./repository.ts";

/** The integrations of a workspace at one offering: few, for an offering is made for one. */
export async function listRowsOfOffering(
  ctx: Context,
  workspaceId: string,
  offeringId: string,
): Promise<IntegrationRow[]> {
  const where = { workspaceId, offeringId };
  return withCounts(ctx, await ctx.db.integration.findMany({ where, include: rowInclude }));
}
