import { readCookie } from "#lib/auth/header-values.ts";
import { requestContext } from "#lib/auth/request-context.ts";
import { completeFlow, type FlowEnd } from "#lib/connections/complete-flow.ts";
import { flowCookie } from "#lib/connections/flow-secrets.ts";
import { getRuntime } from "#lib/context/runtime.ts";
import { isAppError } from "#lib/core/errors.ts";
import { isPrefetch } from "#lib/http/is-prefetch.ts";

const plain = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

/**
 * The one handler behind the callback addresses. It always ends with 303 to a clean page, so that no code stays in the
 * address bar, a history entry or a Referer (F-06), and repeats nothing that came in the URL.
 */
export async function answerCallback(request: Request): Promise<Response> {
  if (isPrefetch(request)) return new Response(null, { status: 503, headers: plain });
  const { flowId, failure, cookieName } = await complete(request);
  const location = flowId ? `/oauth/flows/${flowId}` : `/oauth/flows/unknown?code=${failure}`;
  const headers = new Headers({ ...plain, location });
  if (cookieName)
    headers.append(
      "set-cookie",
      flowCookie({ name: cookieName, value: "", maxAgeSeconds: 0 }, getRuntime().settings),
    );
  return new Response(null, { status: 303, headers });
}

/** Any method but GET uses nothing up (F-18, D-03). Next would answer a missing HEAD with the GET. */
export function refuseMethod(): Response {
  return new Response(null, { status: 405, headers: { ...plain, allow: "GET" } });
}

async function complete(request: Request): Promise<FlowEnd> {
  const { pathname, searchParams } = new URL(request.url);
  try {
    const ctx = await requestContext(request.headers);
    const cookie = (name: string) => readCookie(request.headers, name) ?? undefined;
    return await completeFlow(ctx, { path: pathname, params: searchParams, cookie });
  } catch (error) {
    // An API key that is not valid speaks for nobody; the state is not looked at, and stays usable.
    if (isAppError(error) && error.code === "unauthenticated")
      return { flowId: null, failure: "sign-in-required", cookieName: null };
    getRuntime().log.error({ err: error, path: pathname }, "a callback failed");
    return { flowId: null, failure: "internal", cookieName: null };
  }
}
