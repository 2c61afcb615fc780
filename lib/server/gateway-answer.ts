import type { IncomingMessage, ServerResponse } from "node:http";
import type { Runtime } from "#lib/context/runtime.ts";
import type { Settings } from "#lib/context/settings.ts";
import { isAppError } from "#lib/core/errors.ts";
import { problemTypes } from "#lib/core/problem-types.ts";
import {
  DROPPED_HEADERS_HEADER,
  ORIGIN_HEADER,
  REPLAYED_HEADER,
  REQUEST_ID_HEADER,
  UPSTREAM_MS_HEADER,
} from "#lib/gateway/contract.ts";
import type { ForwardAnswer } from "#lib/gateway/forward-request.ts";
import { answerTooLarge } from "#lib/gateway/limit-bytes.ts";
import { createMask } from "#lib/gateway/mask-token.ts";
import { answerGuards, answerHeaders, VARY } from "#lib/gateway/response-headers.ts";
import type { BodyFilter } from "#lib/gateway/upstream.ts";
import { toAppError } from "#lib/http/known-failures.ts";
import { logFailure } from "#lib/http/log-failure.ts";
import { toProblem } from "#lib/http/problem.ts";
import type { Logger } from "#lib/log/logger.ts";
import type { ExchangeRecord } from "./gateway-exchange.ts";
import { securityHeaders } from "./security-headers.ts";

interface AnswerFacts {
  requestId: string;
  settings: Settings;
  /** The provider was asked for headers only, so its `Content-Length` counts bytes that never come. */
  isHead: boolean;
  record: Pick<ExchangeRecord, "bytesOut">;
  /** The most that an answer may have. */
  maxBytes: number;
}

/**
 * Streams the provider's answer to the caller, as fast as the caller reads. Throws 502 for one that declares more than it
 * may have; for one that grows beyond, it rejects in the middle, and what was sent must not look whole (P-09).
 */
export async function writeAnswer(
  res: ServerResponse,
  answer: ForwardAnswer,
  { requestId, isHead, settings, record, maxBytes }: AnswerFacts,
): Promise<void> {
  const { status, headers, body, accessToken, upstreamMs, dropped, keeping } = answer;
  if (Number(headers["content-length"]) > maxBytes && !isHead) await refuseAnswer(answer, maxBytes);
  const isBodiless = status === 204 || (isHead && res.req.method !== "HEAD");
  const sent = answerHeaders(isBodiless ? withoutLength(headers) : headers, accessToken);
  sent.push(...serverHeaders(settings));
  sent.push(ORIGIN_HEADER, "provider", REQUEST_ID_HEADER, requestId, UPSTREAM_MS_HEADER, String(upstreamMs));
  if (headers["x-request-id"] === undefined) sent.push("X-Request-Id", requestId);
  if (accessToken === null) sent.push(REPLAYED_HEADER, "true");
  if (dropped.length > 0) sent.push(DROPPED_HEADERS_HEADER, dropped.join(", "));
  res.writeHead(status, sent);
  const filter = filterBody(answer, record, maxBytes);
  // Kept before the caller has all of it: a repetition that follows finds it.
  let kept: Promise<void> | undefined;
  const keep = keeping
    ? () => {
        kept = keeping.end(true);
        return kept;
      }
    : undefined;
  const { bytes } = body;
  if (bytes === null) {
    await body.pour(res, { ...filter, ending: keep }).catch(async (error: unknown) => {
      await (kept ?? (isAppError(error) ? keeping?.giveUp() : keeping?.end(false)));
      throw error;
    });
    return kept ?? keeping?.end(res.writableFinished);
  }
  const passed = filter.change(bytes, true);
  await keep?.();
  if (passed.length <= TEXT_BYTES) res.end(passed.toString("latin1"), "latin1");
  else res.end(passed);
}

// The provider has acted: a repetition of this call is told so instead of being sent.
async function refuseAnswer({ body, keeping }: ForwardAnswer, maxBytes: number): Promise<never> {
  await body.discard();
  await keeping?.giveUp();
  throw answerTooLarge(maxBytes);
}

// A body is masked, counted and, where a repetition is to get it, kept, in this order.
function filterBody(
  { accessToken, headers, keeping }: ForwardAnswer,
  record: AnswerFacts["record"],
  maxBytes: number,
): BodyFilter {
  const mask = accessToken ? createMask({ headers }, accessToken) : null;
  const see = (chunk: Buffer): Buffer => {
    record.bytesOut += chunk.length;
    if (record.bytesOut > maxBytes) throw answerTooLarge(maxBytes);
    keeping?.add(chunk);
    return chunk;
  };
  return {
    change: (chunk, isLast) => see(mask ? mask.change(chunk, isLast) : chunk),
    rest: () => {
      const rest = mask?.rest() ?? null;
      return rest && see(rest);
    },
  };
}

// With text, headers and body leave in one write.
const TEXT_BYTES = 16 * 1024;

function withoutLength({ "content-length": _length, ...headers }: ForwardAnswer["headers"]) {
  return headers;
}

const guarded = new Set(answerGuards.map(([name]) => name.toLowerCase()));
const [plainHeaders, secureHeaders] = [false, true].map((isSecure): string[] => {
  const all = Object.entries(securityHeaders({ path: "/api/", isSecure, isDev: false, nonce: "" }));
  return all.filter(([name]) => !guarded.has(name)).flat();
}) as [string[], string[]];

// What every answer of this server carries (S-05), where the gateway has nothing stricter to say.
function serverHeaders({ isSecure }: Settings): string[] {
  return isSecure ? secureHeaders : plainHeaders;
}

/**
 * Ends an answer that had begun and cannot be finished, so that nobody takes it for a whole one. Only the provider's doing
 * is worth a line.
 */
export function cutShort(res: ServerResponse, thrown: unknown, log: Logger): void {
  const { name, code } = Object(thrown) as { name?: string; code?: string };
  const hasCallerLeft = name === "AbortError" || code === "ERR_STREAM_PREMATURE_CLOSE";
  if (!hasCallerLeft) log.warn({ reason: code ?? name }, "a provider's answer was cut short");
  // With HTTP/1.0 an end of the connection is the end of the answer; a reset is not.
  if (res.req.httpVersion === "1.0") res.socket?.resetAndDestroy();
  else res.destroy();
}

interface ProblemFacts {
  req: IncomingMessage;
  requestId: string;
  runtime: Runtime;
}

/** Our own answer to what went wrong, and its one log line. */
export function writeProblem(
  res: ServerResponse,
  thrown: unknown,
  { req, requestId, runtime }: ProblemFacts,
): void {
  const { settings } = runtime;
  const { origin } = settings;
  const error = toAppError(thrown);
  logFailure(runtime.log.child({ requestId }), error, { method: req.method ?? "", url: origin + req.url });
  const headers = [
    ...Object.entries(error.headers).flat(),
    ...serverHeaders(settings),
    ...answerGuards.flat(),
    ...["Vary", VARY],
    ...["Content-Type", "application/problem+json", ORIGIN_HEADER, "gateway"],
    ...[REQUEST_ID_HEADER, requestId, "X-Request-Id", requestId],
  ];
  if (error.code === "unauthenticated" && !("www-authenticate" in error.headers))
    headers.push("WWW-Authenticate", "Bearer");
  // What is left of an unread body would be taken for the next request.
  if (!req.complete) headers.push("Connection", "close");
  res.writeHead(problemTypes[error.code].status, headers);
  res.end(JSON.stringify(toProblem(error, { origin, requestId })));
}
