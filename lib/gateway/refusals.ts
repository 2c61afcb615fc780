import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { noteRefusedToken } from "#lib/connections/note-refused-token.ts";
import { noteWantedScopes } from "#lib/connections/note-wanted-scopes.ts";
import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";
import { readInsufficientScope } from "#lib/oauth/insufficient-scope.ts";
import type { Background } from "./background.ts";
import type { ForwardAnswer, ForwardInput } from "./forward-request.ts";

const SCOPES_EVERY_MS = 60_000;
const DENIED_EVERY_MS = 60_000;
const TOKEN_EVERY_MS = 10 * 60_000;
const REMEMBERED = 10_000;

export interface Refusals {
  /**
   * Notes what a provider's refusal tells of the connection: the scopes that a 403 names, and a 401 that a renewal did not
   * mend. Each is written once in a while, and nobody waits for it.
   */
  note(ctx: Context, answer: Pick<ForwardAnswer, "status" | "headers" | "route">): void;
  /**
   * Records that a caller tried to change something through a connection that lets them read only, or outside a key's
   * limits (Z-10), once a minute for each: what a caller repeats must not fill the audit log.
   */
  noteDenied(ctx: Context, call: Pick<ForwardInput, "method" | "integration">, error: unknown): void;
}

/** What providers refuse, and what we do, written beside the requests. */
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
    noteDenied: (ctx, { method, integration }, error) => {
      const { actor } = ctx;
      if (!isAppError(error) || error.code !== "forbidden" || method === "GET" || method === "HEAD") return;
      if (actor.kind !== "member" && actor.kind !== "api-key") return;
      const caller = actor.kind === "member" ? actor.userId : actor.apiKeyId;
      if (!isNew(ctx, `denied ${caller} ${integration}`, DENIED_EVERY_MS)) return;
      const label = `${method} /api/integrations/${integration}/request`;
      const cause = String(error.extensions.reason ?? error.code);
      const refusal = { action: "request.refuse", target: { kind: "route", label } } as const;
      background.run("a refused call was", () =>
        createAuditEvent(ctx, { ...refusal, outcome: "denied", cause }),
      );
    },
  };
}
