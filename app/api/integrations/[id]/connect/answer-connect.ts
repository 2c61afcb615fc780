import { z } from "zod";
import { assertNamedWorkspace, assertOneSession } from "#lib/auth/named-workspace.ts";
import { requestContext } from "#lib/auth/request-context.ts";
import { readRequestId } from "#lib/auth/request-id.ts";
import { flowCookie } from "#lib/connections/flow-secrets.ts";
import { startFlow } from "#lib/connections/start-flow.ts";
import { type StartFlowQuery, startFlowQuerySchema } from "#lib/connections/start-flow-query.ts";
import { getRuntime } from "#lib/context/runtime.ts";
import type { AppError } from "#lib/core/errors.ts";
import { isPrefetch } from "#lib/http/is-prefetch.ts";
import { toAppError } from "#lib/http/known-failures.ts";
import { logFailure } from "#lib/http/log-failure.ts";
import { problemResponse } from "#lib/http/problem.ts";
import { parseInput, readQuery } from "#lib/http/read-input.ts";

const plain = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

/**
 * Sends a signed-in member's browser to the provider. What another site leads here starts nothing: the person comes to the
 * integration's page and decides (S-01). A page that fails in a browser is a page; software gets the problem document.
 */
export async function answerConnect(
  request: Request,
  context?: { params: Promise<unknown> },
): Promise<Response> {
  const id = await readId(context);
  if (isPrefetch(request)) return new Response(null, { status: 503, headers: plain });
  const site = request.headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") return redirect(303, `/oauth/${encodeURIComponent(id)}`);
  const requestId = readRequestId(request.headers);
  const { settings, log } = getRuntime();
  try {
    const ctx = await requestContext(request.headers, { requestId });
    const { searchParams } = new URL(request.url);
    assertOneSession(ctx, request.headers);
    assertNamedWorkspace(ctx.actor, request.headers, searchParams);
    const search = readQuery(searchParams);
    const query = parseInput(startFlowQuerySchema, search) as StartFlowQuery;
    const { authorizationUrl, cookie } = await startFlow(ctx, { ...query, integration: id });
    return redirect(302, authorizationUrl.href, {
      "set-cookie": flowCookie({ ...cookie, value: cookie.value.reveal() }, settings),
    });
  } catch (thrown) {
    const error = toAppError(thrown);
    logFailure(log.child({ requestId }), error, request);
    if (isNavigation(request))
      return redirect(303, pageOf(error, id, new URL(request.url).searchParams.get("handle")));
    return problemResponse(error, { origin: settings.origin, requestId });
  }
}

/** Next would answer a HEAD with the GET, which writes a flow. */
export async function refuseHead(): Promise<Response> {
  return new Response(null, { status: 405, headers: { ...plain, allow: "GET, POST" } });
}

async function readId(context: { params: Promise<unknown> } | undefined): Promise<string> {
  const { id } = ((await context?.params) ?? {}) as { id?: unknown };
  return typeof id === "string" ? id : "";
}

// The handle goes along, so that the page that opened the window learns that nothing was begun.
function pageOf({ code }: AppError, id: string, handle: string | null): string {
  const page = `/oauth/${encodeURIComponent(id)}`;
  if (code === "unauthenticated") return `/sign-in?returnTo=${encodeURIComponent(page)}`;
  const known = z.uuid().safeParse(handle);
  return `/oauth/flows/unknown?code=${code}${known.success ? `&handle=${known.data}` : ""}`;
}

function isNavigation({ headers }: Request): boolean {
  return (
    headers.get("sec-fetch-mode") === "navigate" || (headers.get("accept") ?? "").startsWith("text/html")
  );
}

function redirect(status: 302 | 303, location: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...plain, ...headers, location } });
}
