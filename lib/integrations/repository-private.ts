import type { Context } from "#lib/context/context.ts";
import { type IntegrationRow, rowInclude } from "./repository.ts";

/** The integrations of a workspace at one offering: few, for an offering is made for one. */
export function listRowsOfOffering(
  ctx: Context,
  workspaceId: string,
  offeringId: string,
): Promise<IntegrationRow[]> {
  return ctx.db.integration.findMany({ where: { workspaceId, offeringId }, include: rowInclude });
}
