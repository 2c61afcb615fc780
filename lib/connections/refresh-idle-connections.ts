import { type Context, withActor } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { listAllOfferings } from "#lib/custom-offerings/find-offering.ts";
import { keepAliveAfterSeconds } from "./due-time.ts";
import { lifeOf } from "./grant-life.ts";
import { renewTokens } from "./renew-tokens.ts";
import { listIdleConnections, type OpenConnection } from "./repository-counts.ts";
import { findTokenState } from "./repository-tokens.ts";

/**
 * A job: renews the tokens of connections that nobody has used for so long that their refresh token would soon die of it.
 * One after the other, for there is no hurry. Gives how many were due and how many were renewed.
 */
export async function refreshIdleConnections(ctx: Context): Promise<{ due: number; renewed: number }> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system renews idle connections");
  const counts = { due: 0, renewed: 0 };
  for (const offering of await listAllOfferings(ctx)) {
    const { idleSeconds } = lifeOf(offering);
    if (idleSeconds === null) continue;
    const before = new Date(ctx.now().getTime() - keepAliveAfterSeconds(idleSeconds) * 1000);
    const rows = await listIdleConnections(ctx, offering.id, before);
    counts.due += rows.length;
    for (const row of rows) if (await renew(ctx, row)) counts.renewed++;
  }
  return counts;
}

// A failure is written down with the connection, as that of any other renewal.
async function renew(ctx: Context, { id, workspaceId }: OpenConnection): Promise<boolean> {
  const system = withActor(ctx, { kind: "system", name: "token-refresh", workspaceId });
  try {
    const seen = await findTokenState(system, workspaceId, id);
    if (!seen) return false;
    return (
      (await renewTokens(system, seen, { isForced: false, isBackground: true })).tokenVersion !==
      seen.tokenVersion
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.log.info({ connectionId: id, err: error }, "an idle connection could not be renewed");
    return false;
  }
}
