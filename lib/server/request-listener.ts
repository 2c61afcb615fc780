import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#lib/core/errors.ts";
import { parseGatewayTarget } from "#lib/gateway/request-target.ts";
import type { Logger } from "#lib/log/logger.ts";
import { sendProblem } from "./answer.ts";
import type { Health } from "./health.ts";
import { type PreparedRequest, prepareRequest, type ServerFacts } from "./prepare-request.ts";
import { securityHeaders } from "./security-headers.ts";

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

interface ListenerOptions {
  facts: ServerFacts;
  health: Health;
  /** `null` where this process has not that role. */
  gateway: Handler | null;
  console: Handler | null;
  log: Logger;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const MAX_BODY_BYTES = 1024 * 1024;

/** The front door: every request gets its headers put right, then goes to the gateway, the health checks or the console. */
export function createRequestListener(
  options: ListenerOptions,
): (req: IncomingMessage, res: ServerResponse) => void {
  const { facts, log } = options;
  return (req, res) => {
    const startedAt = performance.now();
    const prepared = prepareRequest(req, facts);
    const { requestId, path } = prepared;
    res.setHeaders(
      new Map(Object.entries({ ...securityHeaders({ ...facts, ...prepared }), "x-request-id": requestId })),
    );
    res.once("close", () => {
      log.debug(
        {
          requestId,
          method: req.method,
          path,
          status: res.statusCode,
          ms: Math.round(performance.now() - startedAt),
        },
        "request",
      );
    });
    dispatch(req, res, prepared, options).catch((error: unknown) => {
      log.error({ err: error, requestId }, "a request failed outside its handler");
      if (res.headersSent) res.destroy();
      else sendProblem(res, new AppError("internal", "unhandled"), { origin: facts.origin, requestId });
    });
  };
}

async function dispatch(
  req: IncomingMessage,
  res: ServerResponse,
  { path, requestId }: PreparedRequest,
  options: ListenerOptions,
): Promise<void> {
  if (path === "/healthz" || path === "/readyz") return options.health.answer(path, res);
  const isForGateway = parseGatewayTarget(req.url ?? "") !== null;
  const handler = isForGateway ? options.gateway : options.console;
  const refusal = handler ? refuse(req, isForGateway) : absent();
  if (refusal || !handler)
    return sendProblem(res, refusal ?? absent(), { origin: options.facts.origin, requestId });
  return handler(req, res);
}

// The gateway has its own limits; a chunked body is counted where it is read.
function refuse(req: IncomingMessage, isForGateway: boolean): AppError | null {
  if (isForGateway) return null;
  if (!methods.has(req.method ?? "")) {
    return new AppError("method-not-allowed", `method ${req.method}`, {
      headers: { allow: [...methods].join(", ") },
    });
  }
  if (!req.url?.startsWith("/")) return new AppError("not-found", "a request target that is no path");
  if (Number(req.headers["content-length"] ?? 0) <= MAX_BODY_BYTES) return null;
  return new AppError("payload-too-large", "body beyond 1 MB", { detail: "A body may have at most 1 MB." });
}

function absent(): AppError {
  return new AppError("not-found", "not a role of this process", {
    detail: "This process does not do that; another one of this deployment may.",
  });
}
