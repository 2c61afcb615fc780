import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, isWorkspaceAdmin, type MemberActor, type WorkspaceActor } from "#lib/core/actor.ts";
import { conflict, forbidden, invalidInput } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import type { Secret } from "#lib/core/secret.ts";
import { getIntegrationClient } from "#lib/integrations/get-integration-client.ts";
import type { IntegrationFacts } from "#lib/integrations/get-integration-facts.ts";
import { nameOfKind } from "#lib/integrations/kind-rules.ts";
import { buildAuthorizationRequest } from "#lib/oauth/authorization-request.ts";
import { newCodeVerifier } from "#lib/oauth/pkce.ts";
import { newState } from "#lib/oauth/state.ts";
import type { StartFlowQuery } from "./contract.ts";
import { flowCookieName, hashFlowSecret, newFlowCookie } from "./flow-secrets.ts";
import { loadConnection } from "./get-connection.ts";
import { insertFlow } from "./repository-flows.ts";

export const FLOW_LIFE_SECONDS = 600;

/** A flow that has begun: where the browser goes, and the cookie that binds the answer to it. */
export interface StartedFlow {
  flowId: string;
  handle: string;
  authorizationUrl: URL;
  cookie: { name: string; value: Secret<string>; maxAgeSeconds: number };
}

/**
 * Begins an authorization at the provider for the signed-in member (D-01 to D-05). The row holds hashes of state and
 * cookie and the sealed verifier; the callback believes nothing else. 403 for API keys and for shared connections by
 * members, 404 unknown integration or connection, 409 draft, disabled or a handle used twice, 422 at `/shared`.
 */
export async function startFlow(
  ctx: Context,
  { integration: idOrSlug, ...query }: StartFlowQuery & { integration: string },
): Promise<StartedFlow> {
  const actor = authorizeMember(ctx, query);
  const isVerification = query.purpose === "verify";
  const target = await getIntegrationClient(ctx, idOrSlug, {
    mustBeConfigured: !isVerification,
    usePendingSecret: isVerification,
  });
  const { integration, provider, client } = target;
  if (provider.kind !== "oauth2") {
    const how = nameOfKind(provider.kind);
    throw conflict(`Accounts of “${integration.name}” connect by ${how}; nobody signs in at the provider.`);
  }
  const place = await placeOf(ctx, actor, integration, query);
  const { redirectUri, scopes, prompt, requestRefreshToken } = integration;
  const secrets = { state: newState(), cookie: newFlowCookie(), codeVerifier: newCodeVerifier() };
  const ask = { redirectUri, scopes, prompt, requestRefreshToken, ...secrets };
  const authorizationUrl = await buildAuthorizationRequest({ provider, client, ...ask });
  const flowId = newId("flow", ctx.now().getTime());
  const handle = query.handle ?? crypto.randomUUID();
  const returnPath = safeReturnPath(query.returnTo, `/oauth/${integration.id}`);
  await inTransaction(ctx, (tx) =>
    record(tx, { ...place, id: flowId, handle, returnPath, actor, integration, ...secrets }),
  );
  const name = flowCookieName(flowId, ctx.settings);
  const cookie = { name, value: secrets.cookie, maxAgeSeconds: FLOW_LIFE_SECONDS };
  return { flowId, handle, authorizationUrl, cookie };
}

/** What a flow is for, and whose its outcome will be. */
interface Place {
  purpose: "connect" | "reconnect" | "verify";
  isShared: boolean;
  connectionId: string | null;
  allowSwitch: boolean;
}

interface FlowToRecord extends Place {
  id: string;
  handle: string;
  returnPath: string;
  actor: MemberActor;
  integration: IntegrationFacts;
  state: string;
  cookie: Secret<string>;
  codeVerifier: Secret<string>;
}

// Hashes of what comes back, and the verifier sealed: a copy of the table finishes nobody's flow.
async function record(ctx: Context, flow: FlowToRecord): Promise<void> {
  const { actor, integration, state, cookie, ...rest } = flow;
  const { id: integrationId, configVersion, redirectUri, scopes } = integration;
  const { workspaceId, userId, sessionId } = actor;
  await insertFlow(ctx, {
    ...rest,
    ...{ integrationId, configVersion, redirectUri, scopes, workspaceId, userId, sessionId },
    stateHash: hashFlowSecret(state),
    cookieHash: hashFlowSecret(cookie.reveal()),
    lifeSeconds: FLOW_LIFE_SECONDS,
  });
  const { purpose, isShared, connectionId } = flow;
  await createAuditEvent(ctx, {
    action: "flow.start",
    target: { kind: "integration", id: integrationId, label: integration.name },
    changes: { flowId: flow.id, purpose, scopes, isShared, connectionId },
  });
}

function authorizeMember(ctx: Context, { purpose }: StartFlowQuery): MemberActor {
  const actor = authorize(ctx.actor, "connections:start");
  if (purpose === "verify") authorize(ctx.actor, "integrations:write");
  if (actor.kind !== "member")
    throw forbidden("Signing in at a provider takes a person in a browser; an API key cannot do it.");
  return actor;
}

// Whether the outcome is personal or shared follows from the integration, a reconnect's from its connection.
async function placeOf(
  ctx: Context,
  actor: MemberActor,
  integration: IntegrationFacts,
  query: StartFlowQuery,
): Promise<Place> {
  const place = { isShared: false, connectionId: null, allowSwitch: false };
  if (integration.isDisabled) {
    throw conflict(`“${integration.name}” is disabled. An admin of the workspace can enable it.`);
  }
  if (query.purpose === "verify") return { ...place, purpose: "verify" };
  if (query.connectionId) {
    const { id, integrationId, isShared } = await loadConnection(ctx, actor, query.connectionId, "canManage");
    if (integrationId === integration.id) {
      return { purpose: "reconnect", isShared, connectionId: id, allowSwitch: query.allowSwitch };
    }
    throw invalidInput("/connectionId", "This connection belongs to another integration.");
  }
  const isShared = integration.connectionMode === "shared";
  if (query.shared && !isShared) {
    throw invalidInput("/shared", "This integration takes one account per person, so none can be shared.");
  }
  if (isShared) assertMayShare(actor);
  return { ...place, purpose: "connect", isShared };
}

/** 403 for a member: everybody acts as the shared account, so those who run the workspace choose it. */
export function assertMayShare(actor: WorkspaceActor): void {
  if (isWorkspaceAdmin(actor)) return;
  throw forbidden("Everybody shares this integration's account, so an admin of the workspace connects it.");
}
