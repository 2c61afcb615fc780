import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { findCallbackRules } from "#lib/integrations/find-callback-rules.ts";
import type { Flow } from "./contract.ts";
import { isFlowFailureCode, toFlowFailure } from "./flow-failures.ts";
import { findConnection } from "./repository.ts";
import { type FlowRow, findOwnFlow } from "./repository-flows.ts";
import { missingScopes } from "./rules.ts";
import { toConnection } from "./to-connection.ts";

/** How a flow of the caller's own went, by its id or its handle; 404 for everybody else. */
export async function getFlow(ctx: Context, { handle }: { handle: string }): Promise<Flow> {
  const actor = authorize(ctx.actor, "connections:start");
  const flow = await findOwnFlow(ctx, actor.userId, handle);
  if (!flow || flow.workspaceId !== actor.workspaceId) throw notFound("flow");
  const connection =
    flow.status === "succeeded" && flow.connectionId
      ? await findConnection(ctx, actor, flow.connectionId)
      : null;
  const failure = failureOf(flow, ctx.now());
  const callbackRules = failure?.redirectUri ? await findCallbackRules(ctx, flow.integrationId) : null;
  const tenants = connection && (await toConnection(ctx, actor, connection)).tenants;
  return {
    id: flow.id,
    handle: flow.handle,
    status: failure ? (failure.code === "authorization-expired" ? "expired" : "failed") : flow.status,
    purpose: flow.purpose,
    integrationId: flow.integrationId,
    connectionId: flow.connectionId,
    missingScopes: connection ? missingScopes(flow.scopes, connection.scopes) : [],
    hasTenantChoice: (tenants?.items.length ?? 0) > 1,
    returnPath: flow.returnPath,
    failure: failure && { ...failure, ...(callbackRules && { callbackRules }) },
  };
}

// A flow whose process died in the exchange never ends by itself; its time tells.
function failureOf(flow: FlowRow, now: Date) {
  if (flow.status === "failed") {
    return toFlowFailure(
      isFlowFailureCode(flow.failureCode) ? flow.failureCode : "internal",
      flow.redirectUri,
    );
  }
  if (flow.status === "succeeded" || flow.expiresAt > now) return null;
  return toFlowFailure(flow.status === "pending" ? "authorization-expired" : "internal", flow.redirectUri);
}
