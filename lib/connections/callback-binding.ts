import type { Context } from "#lib/context/context.ts";
import type { FlowFailureCode } from "./contract.ts";
import { flowCookieName, isSameHash } from "./flow-secrets.ts";
import type { FlowRow } from "./repository-flows.ts";

/** What the callback brought. Nothing of it is believed beyond `code`, `state`, `iss` and `error` (D-01). */
export interface CallbackInput {
  /** The path that the browser came to. */
  path: string;
  params: URLSearchParams;
  /** The value of a cookie by its name. */
  cookie: (name: string) => string | undefined;
}

/**
 * D-02, D-05: the person, the session, the workspace, the browser and the address must all be those that the flow was
 * started with. `null` when they are.
 */
export function judgeBinding(
  ctx: Pick<Context, "actor" | "settings">,
  flow: FlowRow,
  input: CallbackInput,
): FlowFailureCode | null {
  const { actor } = ctx;
  if (actor.kind !== "member") return "sign-in-required";
  if (actor.userId !== flow.userId) return "user-mismatch";
  if (actor.sessionId !== flow.sessionId || actor.workspaceId !== flow.workspaceId) return "state-mismatch";
  const cookie = input.cookie(flowCookieName(flow.id, ctx.settings));
  if (!cookie || !isSameHash(cookie, flow.cookieHash)) return "state-mismatch";
  return input.path === new URL(flow.redirectUri).pathname ? null : "state-mismatch";
}
