import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import type { TokenGrant } from "#lib/core/provider.ts";
import { getIntegrationClient, type IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { verifyIntegrationBySignIn } from "#lib/integrations/verify-integration-by-sign-in.ts";
import { findAccount } from "#lib/oauth/account.ts";
import { readCallback } from "#lib/oauth/callback.ts";
import { exchangeCode } from "#lib/oauth/code-exchange.ts";
import type { Under } from "#lib/overrides/find-layers.ts";
import { findUnder } from "#lib/overrides/find-under.ts";
import { verifyOverrideBySignIn } from "#lib/overrides/verify-override-by-sign-in.ts";
import { discardGrant } from "./discard-grant.ts";
import { flowStop } from "./flow-failures.ts";
import { loadToReconnect } from "./get-connection.ts";
import { type FlowRow, openCodeVerifier, succeedFlow } from "./repository-flows.ts";
import { assertMayShare } from "./start-flow.ts";
import { storeGrant } from "./store-grant.ts";

/**
 * Exchanges the code of a flow that is used up and belongs to the caller, and stores the connection; a verification
 * records that the client works and stores none. Throws what went wrong; nothing is written then (F-13).
 */
export async function finishFlow(ctx: Context, flow: FlowRow, params: URLSearchParams): Promise<void> {
  const target = await loadTarget(ctx, flow);
  const { provider, client, fetch } = target;
  const { code, callbackParams } = readCallback({ provider, client, params });
  const codeVerifier = await openCodeVerifier(ctx, flow);
  const { now } = ctx;
  const { redirectUri } = flow;
  const sentAt = now();
  const grant = await exchangeCode({
    provider,
    client,
    redirectUri,
    code,
    codeVerifier,
    callbackParams,
    fetch,
    now,
  });
  if (flow.purpose === "verify") await finishVerification(ctx, flow, target, grant);
  else await finishConnection(ctx, flow, { target, grant, sentAt });
}

// The rights are those of this moment, not of the click: a member may have been demoted, an integration edited.
async function loadTarget(ctx: Context, flow: FlowRow): Promise<IntegrationClient> {
  const actor = authorize(ctx.actor, flow.purpose === "verify" ? "integrations:write" : "connections:start");
  const isVerification = flow.purpose === "verify";
  const target = await getIntegrationClient(ctx, flow.integrationId, {
    mustBeConfigured: !isVerification,
    usePendingSecret: isVerification,
    ...(isVerification ? { pinned: flow } : { under: await underOfFlow(ctx, flow) }),
  });
  const { configVersion, isDisabled } = target.integration;
  const isSame = configVersion === flow.configVersion && target.layers.versions === flow.overrideVersions;
  if (!isSame || isDisabled) {
    throw flowStop("integration-changed", `integration ${flow.integrationId} moved on`);
  }
  if (flow.connectionId) await loadToReconnect(ctx, actor, flow.connectionId, flow);
  else if (flow.isShared) assertMayShare(actor);
  return target;
}

// A flow that began before there were runtime configurations names none.
async function underOfFlow(ctx: Context, flow: FlowRow): Promise<Under> {
  const { workspaceId, runtimeConfigurationId, applicationId } = flow;
  if (runtimeConfigurationId !== null) return { runtimeConfigurationId, applicationId };
  return findUnder(ctx, workspaceId, {});
}

async function finishConnection(
  ctx: Context,
  flow: FlowRow,
  grant: { target: IntegrationClient; grant: TokenGrant; sentAt: Date },
): Promise<void> {
  const { provider, client, fetch } = grant.target;
  const account = await findAccount({ provider, client, grant: grant.grant, fetch });
  const { userId: ownerId, isShared, connectionId, allowSwitch, scopes } = flow;
  const under = await underOfFlow(ctx, flow);
  try {
    await inTransaction(ctx, async (tx) => {
      const id = await storeGrant(tx, {
        ...grant,
        account,
        ownerId,
        isShared,
        connectionId,
        under,
        allowSwitch,
        scopesAsked: scopes,
      });
      await succeedFlow(tx, flow, id);
    });
  } catch (error) {
    await discardGrant(ctx, grant);
    throw error;
  }
}

async function finishVerification(
  ctx: Context,
  flow: FlowRow,
  target: IntegrationClient,
  grant: TokenGrant,
): Promise<void> {
  try {
    await inTransaction(ctx, async (tx) => {
      if (flow.verifiesOverrideId) await verifyOverrideBySignIn(tx, flow, target.layers.versions);
      else
        await verifyIntegrationBySignIn(tx, target.integration.id, {
          configVersion: flow.configVersion,
          secretId: target.secretId,
        });
      await succeedFlow(tx, flow, null);
    });
  } finally {
    await discardGrant(ctx, { target, grant });
  }
}
