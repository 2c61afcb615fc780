import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import type { AppError } from "#lib/core/errors.ts";
import { idPrefixes } from "#lib/core/ids.ts";
import { type ProblemCode, problemTypes } from "#lib/core/problem-types.ts";
import { toAppError } from "./known-failures.ts";
import { createRefusalLimit } from "./refusal-limit.ts";

/** What came to the edge, as far as it is known. */
interface Attempt {
  method: string;
  /** The path as it was sent, and the same with `*` for each id in it. */
  path: string;
  pattern: string;
  /** The `id` in the path. */
  id: string | null;
}

const limit = createRefusalLimit({ most: 10, whileMs: 60_000 });

// What may not be, and what does not exist for this actor: to look for other tenants' things is to be seen (Z-01).
const denials: readonly ProblemCode[] = ["forbidden", "not-found", "authorization-denied", "state-mismatch"];

/**
 * Records that somebody we know tried to change something and may not, or that the act failed: at a provider, over
 * somebody else's change, or here (U-01, Z-10). One event, unless the verb has left one of its own; what was malformed or too
 * fast is no act and leaves none, and neither do reads and strangers, so that nobody fills the log from outside. Of what one
 * actor repeats, ten a minute are written one by one, the others as a number.
 */
export async function auditRefusal(ctx: Context, attempt: Attempt, thrown: unknown): Promise<void> {
  const isRead = attempt.method === "GET" || attempt.method === "HEAD";
  const error = toAppError(thrown);
  const outcome = outcomeOf(error);
  if (isRead || ctx.actor.kind === "anonymous" || outcome === null || ctx.told?.isTold) return;
  const cause = String(error.extensions.reason ?? error.code);
  const kind = `${callerOf(ctx)} ${attempt.method} ${attempt.pattern} ${cause}`;
  const target = describe(attempt, error);
  await limit
    .note(kind, (more) =>
      createAuditEvent(ctx, {
        ...{ action: "request.refuse", target, outcome, cause },
        ...(more > 0 && { changes: { more } }),
      }),
    )
    .catch((failure: unknown) => ctx.log.error({ err: failure }, "a refusal was not recorded"));
}

/** The attempt that a request makes; `params` are what its path holds. */
export function attemptOf({ method, url }: Pick<Request, "method" | "url">, params: unknown): Attempt {
  const path = new URL(url).pathname;
  const ids = Object.values(Object(params)).filter((value) => typeof value === "string");
  const pattern = path
    .split("/")
    .map((segment) => (ids.includes(segment) ? "*" : segment))
    .join("/");
  const { id } = Object(params) as { id?: unknown };
  return { method, path, pattern, id: typeof id === "string" ? id : null };
}

function outcomeOf(error: AppError): "denied" | "failed" | null {
  if (denials.includes(error.code)) return "denied";
  // Where the database does not answer, nothing can be written either.
  if (error.code === "unavailable") return null;
  const { status } = problemTypes[error.code];
  const hasFailed = status >= 500 || status === 409 || status === 410 || error.code === "egress-blocked";
  return hasFailed ? "failed" : null;
}

// What does not exist for the actor is named, and found by no filter: it may be another workspace's.
function describe({ method, path, id }: Attempt, { code }: AppError) {
  const isSeen = code !== "not-found";
  const is = (kind: "connection" | "integration") => isSeen && id?.startsWith(`${idPrefixes[kind]}-`);
  return {
    ...{ kind: "route", id, label: `${method} ${path}` },
    connectionId: is("connection") ? id : null,
    integrationId: is("integration") ? id : null,
  };
}

function callerOf({ actor }: Context): string {
  if (actor.kind === "member") return actor.userId;
  return actor.kind === "api-key" ? actor.apiKeyId : actor.kind;
}
