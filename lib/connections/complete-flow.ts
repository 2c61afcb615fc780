import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { readState } from "#lib/oauth/state.ts";
import { isTokenFailure } from "#lib/oauth/token-failure.ts";
import { type CallbackInput, judgeBinding } from "./callback-binding.ts";
import type { FlowFailureCode } from "./contract.ts";
import { finishFlow } from "./finish-flow.ts";
import { exchangeFailureOf, flowFailureOf } from "./flow-failures.ts";
import { flowCookieName, hashFlowSecret } from "./flow-secrets.ts";
import { consumeFlow, type FlowRow, failFlow, findFlowByState } from "./repository-flows.ts";

/** How the callback ended: the caller's own flow, or nothing of the caller's, with a code. */
export interface FlowEnd {
  /** `null` when the flow is unknown or not this person's, so that nothing of it may be shown. */
  flowId: string | null;
  failure: FlowFailureCode | null;
  /** The flow's cookie, to be cleared; `null` when no flow was found. */
  cookieName: string | null;
}

/**
 * The provider sent a browser back (D-01 to D-05). The flow is used up first, in one statement, and only then is anything
 * looked at; the code is exchanged only when cookie, person, session and address all match. Never throws for what a
 * caller, a provider or a race can do: the end is data.
 */
export async function completeFlow(ctx: Context, input: CallbackInput): Promise<FlowEnd> {
  const state = readState(input.params);
  if (!state) return unknownFlow("state-mismatch");
  const stateHash = hashFlowSecret(state);
  // Whoever comes back uses it up, of whichever workspace they are: the state is what finds it.
  const anyones = asSystem(ctx);
  const flow = await consumeFlow(anyones, stateHash);
  if (!flow) return endOfUsedFlow(ctx, await findFlowByState(anyones, stateHash));
  const mismatch = judgeBinding(ctx, flow, input);
  if (mismatch) return burn(anyones, flow, mismatch);
  try {
    await finishFlow(ctx, flow, input.params);
    return { flowId: flow.id, failure: null, cookieName: flowCookieName(flow.id, ctx.settings) };
  } catch (error) {
    return fail(ctx, flow, error);
  }
}

// A reload or a second tab: the result stands on the flow's page; nothing is exchanged again (F-08).
async function endOfUsedFlow(ctx: Context, flow: FlowRow | null): Promise<FlowEnd> {
  if (!flow) return unknownFlow("state-mismatch");
  if (ctx.actor.kind !== "member" || ctx.actor.userId !== flow.userId) return unknownFlow("state-mismatch");
  const failure = flow.consumedAt ? "state-mismatch" : "authorization-expired";
  return { flowId: flow.id, failure, cookieName: null };
}

async function burn(ctx: Context, flow: FlowRow, failure: FlowFailureCode): Promise<FlowEnd> {
  const visitor = ctx.actor.kind === "member" ? ctx.actor.userId : null;
  await inTransaction(ctx, async (tx) => {
    await failFlow(tx, flow, failure);
    await createAuditEvent(tx, {
      action:
        failure === "user-mismatch" || failure === "sign-in-required" ? "flow.user_mismatch" : "flow.fail",
      target: { kind: "integration", id: flow.integrationId },
      outcome: "denied",
      cause: failure,
      changes: { flowId: flow.id, startedBy: flow.userId, cameBackAs: visitor },
      workspaceId: flow.workspaceId,
    });
  });
  if (visitor !== flow.userId) return unknownFlow(failure);
  return { flowId: flow.id, failure, cookieName: flowCookieName(flow.id, ctx.settings) };
}

async function fail(ctx: Context, flow: FlowRow, error: unknown): Promise<FlowEnd> {
  const failure = isTokenFailure(error) ? exchangeFailureOf(error) : flowFailureOf(error);
  const line = { flowId: flow.id, integrationId: flow.integrationId, failure, err: error };
  if (failure === "internal") ctx.log.error(line, "a flow failed on our side");
  else ctx.log.info(line, "a flow failed");
  await inTransaction(ctx, async (tx) => {
    await failFlow(tx, flow, failure);
    await createAuditEvent(tx, {
      action: "flow.fail",
      target: { kind: "integration", id: flow.integrationId },
      outcome: "failed",
      cause: isTokenFailure(error) && error.error ? `${failure}: ${error.error}` : failure,
      changes: { flowId: flow.id, purpose: flow.purpose },
      workspaceId: flow.workspaceId,
    });
  });
  return { flowId: flow.id, failure, cookieName: flowCookieName(flow.id, ctx.settings) };
}

function unknownFlow(failure: FlowFailureCode): FlowEnd {
  return { flowId: null, failure, cookieName: null };
}
