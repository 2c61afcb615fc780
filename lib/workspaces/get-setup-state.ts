import type { Context } from "#lib/context/context.ts";
import { findDeployment } from "./repository.ts";

/** Whether somebody has set this deployment up. Before that there is nobody who could sign in; afterwards /setup answers 404. */
export async function getSetupState(ctx: Pick<Context, "db">): Promise<{ isComplete: boolean }> {
  const deployment = await findDeployment(ctx);
  return { isComplete: Boolean(deployment?.setupCompletedAt) };
}
