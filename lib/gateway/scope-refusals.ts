import { noteWantedScopes } from "#lib/connections/note-wanted-scopes.ts";
import type { Context } from "#lib/context/context.ts";
import { readInsufficientScope } from "#lib/oauth/insufficient-scope.ts";
import type { Background } from "./background.ts";
import type { ForwardAnswer } from "./forward-request.ts";

const INTERVAL_MS = 60_000;
const REMEMBERED = 10_000;

export interface ScopeRefusals {
  /** Notes the scopes that a 403 names, once a minute at most for the same; nobody waits for it. */
  note(ctx: Context, answer: Pick<ForwardAnswer, "headers" | "route">): void;
}

/** Which scopes providers ask for in their 403s, written beside the requests. */
export function createScopeRefusals(background: Background): ScopeRefusals {
  const notedMs = new Map<string, number>();
  return {
    note: (ctx, { headers, route: { connectionId } }) => {
      const scopes = readInsufficientScope(headers["www-authenticate"]);
      const nowMs = ctx.now().getTime();
      const key = `${connectionId} ${scopes.join(" ")}`;
      const sinceMs = nowMs - (notedMs.get(key) ?? Number.NEGATIVE_INFINITY);
      if (scopes.length === 0 || sinceMs < INTERVAL_MS) return;
      if (notedMs.size >= REMEMBERED) notedMs.clear();
      notedMs.set(key, nowMs);
      background.run("missing scopes were", () => noteWantedScopes(ctx, { connectionId, scopes }));
    },
  };
}
