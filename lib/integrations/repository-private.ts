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

/** Erases the client secrets that overrides of an integration hold; they are drafts until they are verified again. */
export async function deleteOverrideSecrets(ctx: Context, row: IntegrationRow): Promise<void> {
  await ctx.db.override.updateMany({
    where: { integrationId: row.id, workspaceId: row.workspaceId, clientSecretSealed: { not: null } },
    data: {
      ...{ clientSecretSealed: null, keyId: null, last4: null, secretSetAt: null, secretSetById: null },
      ...{ secretVerifiedAt: null, status: "draft", configVersion: { increment: 1 } },
    },
  });
}
