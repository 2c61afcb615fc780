import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, isWorkspaceAdmin, type MemberActor, type WorkspaceActor } from "#lib/core/actor.ts";
import { conflict, forbidden, invalidInput } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import type { Secret } from "#lib/core/secret.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { getIntegrationClient, type IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import type { IntegrationFacts } from "#lib/integrations/get-integration-facts.ts";
import { nameOfKind } from "#lib/integrations/kind-rules.ts";
import { buildAuthorizationRequest } from "#lib/oauth/authorization-request.ts";
import { newCodeVerifier } from "#lib/oauth/pkce.ts";
import { newState } from "#lib/oauth/state.ts";
import type { Under } from "#lib/overrides/find-layers.ts";
import { findUnder } from "#lib/overrides/find-under.ts";
import { getOverridePin } from "#lib/overrides/get-override-pin.ts";
import { flowCookieName, hashFlowSecret, newFlowCookie } from "./flow-secrets.ts";
import { loadToReconnect } from "./get-connection.ts";
import type { ConnectionRow } from "./repository.ts";
import { insertFlow } from "./repository-flows.ts";
import { scopesToAdd } from "./rules.ts";
import type { StartFlowQuery } from "./start-flow-query.ts";

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
 * members, 404 unknown integration or connection, 409 draft, disabled or a handle used twice, 422 at `/shared`, `/runtime`, `/application`.
 */
export async function startFlow(
  ctx: Context,
  { integration: idOrSlug, ...query }: StartFlowQuery & { integration: string },
): Promise<StartedFlow> {
  const actor = authorizeMember(ctx, query);
  const { target, under, verifiesOverrideId, reconnected } = await findTarget(ctx, actor, idOrSlug, query);
  const { integration, provider, client } = target;
  if (provider.kind !== "oauth2") {
    const how = nameOfKind(provider.kind);
    throw conflict(`Accounts of “${integration.name}” connect by ${how}; nobody signs in at the provider.`);
  }
  const place = placeOf(actor, integration, query, reconnected);
  const { redirectUri, prompt, requestRefreshToken } = integration;
  const scopes = await scopesOf(ctx, integration, query, reconnected);
  const secrets = { state: newState(), cookie: newFlowCookie(), codeVerifier: newCodeVerifier() };
  const ask = { redirectUri, scopes, prompt, requestRefreshToken, ...secrets };
  const authorizationUrl = await buildAuthorizationRequest({ provider, client, ...ask });
  const flowId = newId("flow", ctx.now().getTime());
  const handle = query.handle ?? crypto.randomUUID();
  const returnPath = safeReturnPath(query.returnTo, `/oauth/${integration.id}`);
  const remembered = { ...place, ...under, scopes, verifiesOverrideId, layers: target.layers };
  await inTransaction(ctx, (tx) =>
    record(tx, { ...remembered, id: flowId, handle, returnPath, actor, integration, ...secrets }),
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

interface FlowToRecord extends Place, Partial<Under> {
  id: string;
  verifiesOverrideId: string | null;
  layers: IntegrationClient["layers"];
  handle: string;
  returnPath: string;
  actor: MemberActor;
  integration: IntegrationFacts;
  /** What is asked for. */
  scopes: string[];
  state: string;
  cookie: Secret<string>;
  codeVerifier: Secret<string>;
}

// Hashes of what comes back, and the verifier sealed: a copy of the table finishes nobody's flow.
async function record(ctx: Context, flow: FlowToRecord): Promise<void> {
  const { actor, integration, state, cookie, layers, ...rest } = flow;
  const { runtimeOverrideId, applicationOverrideId, versions: overrideVersions } = layers;
  const { id: integrationId, configVersion, redirectUri } = integration;
  const { workspaceId, userId, sessionId } = actor;
  await insertFlow(ctx, {
    ...rest,
    ...{ integrationId, configVersion, redirectUri, workspaceId, userId, sessionId },
    ...{ runtimeOverrideId, applicationOverrideId, overrideVersions },
    stateHash: hashFlowSecret(state),
    cookieHash: hashFlowSecret(cookie.reveal()),
    lifeSeconds: FLOW_LIFE_SECONDS,
  });
  const { purpose, isShared, connectionId, verifiesOverrideId, scopes } = flow;
  await createAuditEvent(ctx, {
    action: "flow.start",
    target: { kind: "integration", id: integrationId, label: integration.name },
    changes: {
      ...{ flowId: flow.id, purpose, scopes, isShared, connectionId },
      ...{ runtimeOverrideId, applicationOverrideId, verifiesOverrideId },
    },
  });
}

function authorizeMember(ctx: Context, { purpose }: StartFlowQuery): MemberActor {
  const actor = authorize(ctx.actor, "connections:start");
  if (purpose === "verify") authorize(ctx.actor, "integrations:write");
  if (actor.kind !== "member")
    throw forbidden("Signing in at a provider takes a person in a browser; an API key cannot do it.");
  return actor;
}

interface FlowTarget {
  target: IntegrationClient;
  /** Under what a connection is made; a verification makes none. */
  under: Under | null;
  verifiesOverrideId: string | null;
  /** The connection that is signed in for again. */
  reconnected: ConnectionRow | null;
}

/**
 * The client to sign in with: for a proof the integration's or one override's alone, for a connection with the overrides of
 * now. A reconnect stays under what the connection was made under, whatever the query says.
 */
async function findTarget(
  ctx: Context,
  actor: MemberActor,
  idOrSlug: string,
  query: StartFlowQuery,
): Promise<FlowTarget> {
  if (query.purpose === "verify") {
    const pinned = query.override ? await getOverridePin(ctx, idOrSlug, query.override) : undefined;
    const how = { mustBeConfigured: false, usePendingSecret: true, pinned };
    const target = await getIntegrationClient(ctx, idOrSlug, how);
    return { target, under: null, verifiesOverrideId: query.override ?? null, reconnected: null };
  }
  const reconnected = query.connectionId
    ? await loadToReconnect(ctx, actor, query.connectionId, query)
    : null;
  const under = reconnected
    ? { runtimeConfigurationId: reconnected.runtimeConfigurationId, applicationId: reconnected.applicationId }
    : await findUnder(ctx, actor.workspaceId, query);
  const target = await getIntegrationClient(ctx, idOrSlug, { mustBeConfigured: true, under });
  return { target, under, verifiesOverrideId: null, reconnected };
}

// A person who adds scopes asks for no less than there is, and adds only what the integration asks for.
async function scopesOf(
  ctx: Context,
  { scopes, offeringId }: IntegrationFacts,
  { addScopes }: StartFlowQuery,
  reconnected: ConnectionRow | null,
): Promise<string[]> {
  if (!addScopes || !reconnected) return scopes;
  const offering = await findOffering(ctx, offeringId);
  const { scopes: granted, wantedScopes: wanted } = reconnected;
  const known = offering?.scopes.catalog.map(({ id }) => id) ?? [];
  return scopesToAdd({
    ...{ granted, wanted, asked: scopes },
    offering: { required: offering?.scopes.required ?? [], known },
  });
}

// Whether the outcome is personal or shared follows from the integration, a reconnect's from its connection.
function placeOf(
  actor: MemberActor,
  integration: IntegrationFacts,
  query: StartFlowQuery,
  reconnected: ConnectionRow | null,
): Place {
  const place = { isShared: false, connectionId: null, allowSwitch: false };
  if (integration.isDisabled) {
    throw conflict(`“${integration.name}” is paused. An admin of the workspace can resume it.`);
  }
  if (query.purpose === "verify") return { ...place, purpose: "verify" };
  if (reconnected) {
    const { id, integrationId, isShared } = reconnected;
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
