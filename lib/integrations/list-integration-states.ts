import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { Verification } from "./contract.ts";
import { findIntegrationStates } from "./repository-states.ts";

export interface IntegrationState {
  id: string;
  slug: string;
  name: string;
  status: "draft" | "configured";
  isDisabled: boolean;
  /** The newest check of its own client; `null`: never checked. */
  lastCheck: { at: string; verdict: Verification["verdict"] } | null;
  /** That check is about the settings as they are now. */
  isLastCheckPresent: boolean;
}

/** Every integration of the workspace, reduced to what tells how it stands. */
export async function listIntegrationStates(ctx: Context): Promise<IntegrationState[]> {
  const { workspaceId } = authorize(ctx.actor, "integrations:read");
  const rows = await findIntegrationStates(ctx, workspaceId);
  return rows.map(({ verdict, checkedAt, isCheckPresent, ...row }) => ({
    ...row,
    lastCheck: verdict && checkedAt && { verdict, at: checkedAt.toISOString() },
    isLastCheckPresent: isCheckPresent === true,
  }));
}
