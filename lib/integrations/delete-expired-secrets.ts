import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { deleteSecretsKeptUntil } from "./repository.ts";

/** For a job of the system: erases the previous client secrets whose time is over. Gives their number. */
export async function deleteExpiredSecrets(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system erases across workspaces");
  return deleteSecretsKeptUntil(ctx, ctx.now());
}
