import type { Revocation } from "#lib/core/provider.ts";

/** What becomes of a grant at the provider when its connection goes. */
export type RevocationPlan = "revoke" | "not-supported" | "kept-for-siblings";

const MINUTE_MS = 60_000;
const MAX_ATTEMPTS = 12;

/** Whether one revocation there ends every token of the account, not only those sent (F-07). */
export function isGrantWide({ scope }: Pick<Revocation, "scope">): boolean {
  return scope === "grant" || scope === "installation";
}

/** Where a revocation would take a sibling connection along, it is left out, and that is said. */
export function planRevocation(
  revocation: Pick<Revocation, "kind" | "scope">,
  hasSiblings: boolean,
): RevocationPlan {
  if (revocation.kind === "none" || revocation.kind === "unknown") return "not-supported";
  return hasSiblings && isGrantWide(revocation) ? "kept-for-siblings" : "revoke";
}

/** When to tell the provider again, never before its Retry-After (RFC 7009 §2.2.1); `null`: give up. */
export function nextRevocationMs(attempts: number, retryAfterMs: number | null): number | null {
  if (attempts >= MAX_ATTEMPTS) return null;
  const backoffMs = Math.min(MINUTE_MS * 2 ** (attempts - 1), 6 * 60 * MINUTE_MS);
  return Math.max(backoffMs, retryAfterMs ?? 0);
}
