import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { isAppError } from "#lib/core/errors.ts";
import type { Account } from "#lib/core/provider.ts";
import { getIntegrationApi, type IntegrationApi } from "#lib/integrations/get-integration-api.ts";
import { lookUpAccount } from "#lib/oauth/account.ts";
import { validateToken } from "#lib/oauth/token-validation.ts";
import type { ConnectionTest } from "./contract.ts";
import { type AccessToken, getAccessToken } from "./get-access-token.ts";
import { loadConnection } from "./get-connection.ts";
import type { ConnectionRow } from "./repository.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { labelOf, toData } from "./to-connection.ts";

/**
 * Tries a connection out: a valid token, and the provider's answer to "whose is it". A token that the provider refuses is
 * renewed once. Whoever may use the connection may test it; what went wrong is data, not an error.
 */
export async function verifyConnection(ctx: Context, { id }: { id: string }): Promise<ConnectionTest> {
  const actor = authorize(ctx.actor, "connections:use");
  const row = await loadConnection(ctx, actor, id, "canUse");
  const outcome = await tryOut(ctx, row);
  const { cause } = outcome;
  await inTransaction(ctx, async (tx) => {
    await insertConnectionEvent(tx, {
      connectionId: id,
      workspaceId: row.workspaceId,
      type: "tested",
      cause,
    });
    await createAuditEvent(tx, {
      action: "connection.verify",
      target: { kind: "connection", id, label: labelOf(row), integrationId: row.integrationId },
      outcome: cause === null ? "success" : "failed",
      cause,
    });
  });
  return { isWorking: cause === null, ...outcome, checkedAt: ctx.now().toISOString() };
}

async function tryOut(
  ctx: Context,
  row: ConnectionRow,
): Promise<{ cause: string | null; account: Account | null }> {
  try {
    const api = await getIntegrationApi(ctx, row.integrationId, row);
    const token = await getAccessToken(ctx, row.id);
    try {
      return { cause: null, account: await ask(row, api, token) };
    } catch (error) {
      if (!isAppError(error) || error.extensions.providerStatus !== 401) throw error;
      const renewed = await getAccessToken(ctx, row.id, { rejectedVersion: token.tokenVersion });
      if (renewed.tokenVersion === token.tokenVersion) throw error;
      return { cause: null, account: await ask(row, api, renewed) };
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { reason, providerStatus } = error.extensions;
    return {
      cause: String(reason ?? (providerStatus === undefined ? error.code : `answered-${providerStatus}`)),
      account: null,
    };
  }
}

async function ask(
  row: ConnectionRow,
  { provider, clientId, fetch }: IntegrationApi,
  { accessToken }: AccessToken,
): Promise<Account | null> {
  const grant = { accessToken, data: toData(row.data), subject: null };
  const access = { provider, client: { clientId }, fetch };
  await validateToken({ ...access, ...grant });
  return lookUpAccount({ ...access, grant });
}
