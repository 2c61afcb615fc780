import { noteRefusedToken } from "#lib/connections/note-refused-token.ts";
import { noteWantedScopes } from "#lib/connections/note-wanted-scopes.ts";
import type { Context } from "#lib/context/context.ts";
import { readInsufficientScope } from "#lib/oauth/insufficient-scope.ts";
import type { Background } from "./background.ts";
import type { ForwardAnswer } from "./forward-request.ts";

const SCOPES_EVERY_MS = 60_000;
const TOKEN_EVERY_MS = 10 * 60_000;
const REMEMBERED = 10_000;

export interface Refusals {
  /**
   * Notes what a provider's refusal tells of the connection: the scopes that a 403 names, and a 401 that a renewal did not
   * mend. Each is written once in a while, and nobody waits for it.
   */
  note(ctx: Context, answer: Pick<ForwardAnswer, "status" | "headers" | "route">): void;
}

/** What providers refuse, written beside the requests. */
export function createRefusals(background: Background): Refusals {
  const notedMs = new Map<string, number>();
  const isNew = (ctx: Context, key: string, everyMs: number) => {
    const nowMs = ctx.now().getTime();
    if (nowMs - (notedMs.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) return false;
    if (notedMs.size >= REMEMBERED) notedMs.clear();
    notedMs.set(key, nowMs);
    return true;
  };
  return {
    note: (ctx, { status, headers, route: { connectionId } }) => {
      // By the connection alone: what an upstream makes up must neither fill the memory nor be written at its pace.
      if (status === 401 && isNew(ctx, `token ${connectionId}`, TOKEN_EVERY_MS))
        background.run("a refused token was", () => noteRefusedToken(ctx, { connectionId }));
      const scopes = status === 403 ? readInsufficientScope(headers["www-authenticate"]) : [];
      if (scopes.length > 0 && isNew(ctx, `scopes ${connectionId}`, SCOPES_EVERY_MS))
        background.run("missing scopes were", () => noteWantedScopes(ctx, { connectionId, scopes }));
    },
  };
}
