import { optionalPageContext } from "#lib/auth/page-context.ts";
import type { Flow } from "#lib/connections/contract.ts";
import { isFlowFailureCode, toFlowFailure } from "#lib/connections/flow-failures.ts";
import { getFlow } from "#lib/connections/get-flow.ts";
import { isAppError } from "#lib/core/errors.ts";
import { isProblemCode, problemTypes } from "#lib/core/problem-types.ts";

/** The flow, if it is this person's; `null` otherwise. */
export async function loadFlow(handle: string): Promise<Flow | null> {
  const ctx = await optionalPageContext();
  if (!ctx) return null;
  return getFlow(ctx, { handle }).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not-found") return null;
    throw error;
  });
}

/** Words of our own for a code in the address; anything else that stands there is not repeated (F-06). */
export function reasonOf(code: unknown): { title: string; detail?: string; hint?: string } | null {
  if (typeof code !== "string") return null;
  if (isFlowFailureCode(code)) return toFlowFailure(code);
  return isProblemCode(code) ? { title: problemTypes[code].title } : null;
}
