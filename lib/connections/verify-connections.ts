import { type Context, withActor } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { listAllOfferings } from "#lib/custom-offerings/find-offering.ts";
import { getIntegrationApi } from "#lib/integrations/get-integration-api.ts";
import { demandsValidation, validateToken } from "#lib/oauth/token-validation.ts";
import { getAccessToken } from "./get-access-token.ts";
import { listOpenConnections, type OpenConnection } from "./repository-counts.ts";
import { toData } from "./to-connection.ts";

const AT_ONCE = 4;

/**
 * A job: validates the tokens of those providers that demand it every hour. One that the provider calls invalid is
 * renewed, and that decides whether the connection lives on. Gives how many were asked about and how many still hold.
 */
export async function verifyConnections(ctx: Context): Promise<{ asked: number; valid: number }> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system verifies all connections");
  const demanding = (await listAllOfferings(ctx)).filter(demandsValidation);
  const waiting = await listOpenConnections(
    ctx,
    demanding.map(({ id }) => id),
  );
  const counts = { asked: waiting.length, valid: 0 };
  const work = async () => {
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      if (await isValid(ctx, row)) counts.valid++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return counts;
}

// Whatever goes wrong with one is written down with that connection, and is no reason to leave out the others.
async function isValid(ctx: Context, row: OpenConnection): Promise<boolean> {
  const { id, workspaceId, integrationId } = row;
  const system = withActor(ctx, { kind: "system", name: "token-validation", workspaceId });
  try {
    const { provider, clientId, fetch } = await getIntegrationApi(system, integrationId, row);
    const { accessToken, tokenVersion } = await getAccessToken(system, id);
    const access = { provider, client: { clientId }, data: toData(row.data), fetch };
    try {
      await validateToken({ ...access, accessToken });
      return true;
    } catch (error) {
      if (!isAppError(error) || error.extensions.providerStatus !== 401) throw error;
      const renewed = await getAccessToken(system, id, { rejectedVersion: tokenVersion });
      return renewed.tokenVersion !== tokenVersion;
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.log.info({ connectionId: id, err: error }, "a token could not be validated");
    return false;
  }
}
