import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#lib/core/errors.ts";
import { parseGatewayTarget } from "#lib/gateway/request-target.ts";
import type { Logger } from "#lib/log/logger.ts";
import { sendProblem } from "./answer.ts";
import { bodyLimit } from "./body-limit.ts";
import type { Health } from "./health.ts";
import type { AnswerMetrics } from "./metrics.ts";
import { type PreparedRequest, prepareRequest, type ServerFacts } from "./prepare-request.ts";
import { refuseTarget } from "./refuse-target.ts";
import { securityHeaders } from "./security-headers.ts";

/** `requestId` is the one of `req`'s headers, for the handler to which these come as they were sent. */
export type Handler = (req: IncomingMessage, res: ServerResponse, requestId: string) => Promise<void>;

interface ListenerOptions {
  facts: ServerFacts;
  health: Health;
  /** `null` where this process has not that role. It never rejects. */
  gateway: Handler | null;
  console: Handler | null;
  /** On this port only for whoever has the token; `null` without one. */
  metrics?: AnswerMetrics | null;
  log: Logger;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The front door: the gateway's requests go to it as they are; all others get their headers put right first. */
export function createRequestListener(
  options: ListenerOptions,
): (req: IncomingMessage, res: ServerResponse) => void {
  const { facts, log, gateway } = options;
  return (req, res) => {
    const isForGateway = parseGatewayTarget(req.url ?? "") !== null;
    // It tells by itself what a caller says from what we know, and writes every header of its answers.
    if (isForGateway && gateway) {
      const requestId = randomUUID();
      logEnd(log, { req, res, requestId });
      return void gateway(req, res, requestId);
    }
    const prepared = prepareRequest(req, facts);
    const { requestId } = prepared;
    res.setHeaders(
      new Map(Object.entries({ ...securityHeaders({ ...facts, ...prepared }), "x-request-id": requestId })),
    );
    logEnd(log, { req, res, requestId });
    dispatch(req, res, prepared, isForGateway ? { ...options, console: null } : options).catch(
      (error: unknown) => {
        log.error({ err: error, requestId }, "a request failed outside its handler");
        if (res.headersSent) res.destroy();
        else sendProblem(res, new AppError("internal", "unhandled"), { origin: facts.origin, requestId });
      },
    );
  };
}

async function dispatch(
  req: IncomingMessage,
  res: ServerResponse,
  { path, requestId }: PreparedRequest,
  options: ListenerOptions,
): Promise<void> {
  if (path === "/healthz" || path === "/readyz") return options.health.answer(path, res);
  if (path === "/metrics" && options.metrics && req.method === "GET") return options.metrics(req, res);
  const handler = options.console;
  const refusal = handler ? refuse(req, path, options.facts) : absent();
  if (refusal || !handler)
    return sendProblem(res, refusal ?? absent(), { origin: options.facts.origin, requestId });
  return handler(req, res, requestId);
}

interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
}

function logEnd(log: Logger, { req, res, requestId }: Exchange): void {
  if (!log.isDebugOn) return;
  const startedAt = performance.now();
  res.once("close", () => {
    const [path] = (req.url ?? "").split("?", 1);
    const ms = Math.round(performance.now() - startedAt);
    log.debug({ requestId, method: req.method, path, status: res.statusCode, ms }, "request");
  });
}

// A chunked body is counted where it is read.
function refuse(req: IncomingMessage, path: string, facts: ServerFacts): AppError | null {
  if (!methods.has(req.method ?? "")) {
    return new AppError("method-not-allowed", `method ${req.method}`, {
      headers: { allow: [...methods].join(", ") },
    });
  }
  const misdirected = refuseTarget(req, facts);
  if (misdirected) return misdirected;
  const limit = bodyLimit(path);
  if (Number(req.headers["content-length"] ?? 0) <= limit) return null;
  const words = `${Math.floor(limit / 1024 / 1024)} MB`;
  return new AppError("payload-too-large", `body beyond ${words}`, {
    detail: `A body may have at most ${words}.`,
  });
}

function absent(): AppError {
  return new AppError("not-found", "not a role of this process", {
    detail: "This process does not do that; another one of this deployment may.",
  });
}
