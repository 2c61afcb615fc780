import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";

/**
 * Records that somebody we know tried to change what they may not: a role or a key without the permission, a request
 * from a foreign page (U-01, Z-10). Reads and strangers leave no event, so nobody can fill the log from outside.
 */
export async function auditRefusal(
  ctx: Context,
  request: Pick<Request, "method" | "url">,
  error: unknown,
): Promise<void> {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead || ctx.actor.kind === "anonymous" || !isAppError(error) || error.code !== "forbidden") return;
  await createAuditEvent(ctx, {
    action: "request.refuse",
    target: { kind: "route", label: `${request.method} ${new URL(request.url).pathname}` },
    outcome: "denied",
    cause: error.code,
  });
}
