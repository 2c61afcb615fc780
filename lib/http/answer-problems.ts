import { readRequestId } from "#lib/auth/request-id.ts";
import { getRuntime } from "#lib/context/runtime.ts";
import type { RouteContext } from "./declaration.ts";
import { toAppError } from "./known-failures.ts";
import { logFailure } from "./log-failure.ts";
import { problemResponse } from "./problem.ts";

interface RequestFacts {
  params: Promise<unknown>;
  requestId: string;
}

type Work = (request: Request, facts: RequestFacts) => Promise<Response>;

/** A Next route handler that turns whatever `work` throws into one problem document and one log line. */
export function answerProblems(work: Work): (request: Request, context?: RouteContext) => Promise<Response> {
  return async (request, context) => {
    const { settings, log } = getRuntime();
    const requestId = readRequestId(request.headers);
    try {
      const response = await work(request, { params: context?.params ?? Promise.resolve({}), requestId });
      return withRequestId(response, requestId);
    } catch (thrown) {
      const error = toAppError(thrown);
      logFailure(log.child({ requestId }), error, request);
      return problemResponse(error, { origin: settings.origin, requestId });
    }
  };
}

function withRequestId({ body, status, headers }: Response, requestId: string): Response {
  const all = new Headers(headers);
  all.set("x-request-id", requestId);
  if (!all.has("cache-control")) all.set("cache-control", "no-store");
  return new Response(body, { status, headers: all });
}
