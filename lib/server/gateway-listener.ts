import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buildContext } from "#lib/auth/request-context.ts";
import type { Context } from "#lib/context/context.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import { Cancellation } from "#lib/core/cancellation.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Query } from "#lib/db/client.ts";
import { createBackground } from "#lib/gateway/background.ts";
import { createCallCounts } from "#lib/gateway/call-counts.ts";
import { type Admission, type CallLimits, createAdmission, type Turn } from "#lib/gateway/call-limits.ts";
import { createCallTrail } from "#lib/gateway/call-trail.ts";
import { isGatewayMethod } from "#lib/gateway/contract.ts";
import { forwardRequest, methodNotAllowed } from "#lib/gateway/forward-request.ts";
import { createGrants, type FindGrant } from "#lib/gateway/grants.ts";
import { limitOf, tookTooLong } from "#lib/gateway/limit-bytes.ts";
import { createPauses, type Pauses } from "#lib/gateway/pauses.ts";
import { createRefusals, type Refusals } from "#lib/gateway/refusals.ts";
import { parseGatewayTarget } from "#lib/gateway/request-target.ts";
import type { SendUpstream } from "#lib/gateway/upstream.ts";
import { createUsage } from "#lib/gateway/usage.ts";
import { createUseStamps, type UseStamps } from "#lib/gateway/use-stamps.ts";
import { gaugeMetric } from "#lib/metrics/metrics.ts";
import { cutShort, writeAnswer, writeProblem } from "./gateway-answer.ts";
import { enterGateway } from "./gateway-entry.ts";
import { beginRecord, type ExchangeRecord, endRecord, noteCaller } from "./gateway-exchange.ts";
import { readGatewayInput } from "./gateway-input.ts";

interface GatewayDeps {
  runtime: Runtime;
  /** `createEgress().request` */
  send: SendUpstream;
  /** `openDatabase().query` */
  query: Query;
  limits: CallLimits;
}

/** Answers one request. It never rejects. */
type Answer = (req: IncomingMessage, res: ServerResponse, requestId?: string) => Promise<void>;

export interface GatewayListener extends Answer {
  /** Resolves when what runs beside the requests is written; call it after the last request, before the database closes. */
  settle(): Promise<void>;
}

/** What one gateway has once. */
interface Gateway {
  runtime: Runtime;
  send: SendUpstream;
  stamps: UseStamps;
  refusals: Refusals;
  findGrant: FindGrant;
  pauses: Pauses;
  admission: Admission;
  limits: CallLimits;
}

interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
  /** Fires when the caller has gone, so that the provider's side ends too (P-10). */
  signal: Cancellation;
  record: ExchangeRecord;
  turn: Turn;
}

const SHARE_MS = 1_000;
const RESIDENT_MS = 250;

/**
 * The gateway as a plain Node listener, outside the framework: about ten times as fast as a route handler. Give it the
 * requests for which `parseGatewayTarget(req.url)` is not null.
 */
export function createGatewayListener({ runtime, send, query, limits }: GatewayDeps): GatewayListener {
  const stamps = createUseStamps();
  const background = createBackground(runtime.log);
  const counts = createCallCounts(runtime, background);
  const usage = createUsage(runtime, background);
  const trail = createCallTrail({ ctx: gatewayContext(runtime), background });
  const pauses = createPauses(runtime, background);
  const admission = createAdmission({ limits, counts, residentMb: readResidentMb() });
  const refusals = createRefusals(background);
  const findGrant = createGrants({ query, runtime });
  const gateway = { runtime, send, stamps, refusals, pauses, admission, limits, findGrant };
  const share = () => {
    counts.share();
    usage.write();
    trail.write();
  };
  const timer = setInterval(share, SHARE_MS).unref();
  gaugeMetric("mooring_gateway_running", admission.running);

  const listener: Answer = async (req, res, requestId = randomUUID()) => {
    const signal = new Cancellation();
    const record = beginRecord();
    let turn: Turn | undefined;
    let error: unknown = null;
    res.once("close", () => {
      if (!res.writableFinished) signal.abort();
    });
    try {
      turn = admission.enter();
      await answer(gateway, { req, res, requestId, signal, record, turn });
    } catch (thrown) {
      error = thrown;
      const isGone = res.destroyed || (req.destroyed && !req.complete);
      if (res.headersSent) cutShort(res, error, runtime.log.child({ requestId }));
      else if (!isGone) writeProblem(res, error, { req, requestId, runtime });
    }
    turn?.end();
    endRecord(record, { sentStatus: res.headersSent ? res.statusCode : 0, error }, { usage, trail });
  };
  const settle = async () => {
    clearInterval(timer);
    share();
    await Promise.all([stamps.settle(), background.settle()]);
    await trail.settle();
  };
  return Object.assign(listener, { settle });
}

async function answer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { runtime, send, stamps, refusals, findGrant, pauses, limits } = gateway;
  const { req, res, requestId, signal, record, turn } = exchange;
  // Before anything else: the methods are no secret, and TRACE would echo a key (P-08).
  if (!isGatewayMethod(req.method ?? "")) throw methodNotAllowed();
  const target = parseGatewayTarget(req.url ?? "");
  if (!target) throw notFound("address");
  const integration = target.integrationId;
  const entry = await enterGateway({ runtime, findGrant, req, integration, requestId });
  const input = await readGatewayInput(req, target, { signal, maxBytes: limitOf(limits.requestMb) });
  if (limits.callSeconds > 0) limitTime(res, signal, limits.callSeconds);
  const { ctx, route: known } = await entry.present(input.connectionId);
  noteCaller(record, ctx, input);
  const answered = await forwardRequest(ctx, input, { send, pauses, turn, record }, known);
  stamps.note(ctx, answered.route.connectionId);
  const { status } = answered;
  if (status === 403 || status === 401) refusals.note(ctx, answered);
  record.status = answered.status;
  record.addedMs = performance.now() - record.startedMs - answered.upstreamMs;
  const isHead = input.method === "HEAD";
  const maxBytes = limitOf(limits.responseMb);
  await writeAnswer(res, answered, { requestId, isHead, settings: runtime.settings, record, maxBytes });
}

/** Of the process itself, for what it writes beside the requests. */
function gatewayContext(runtime: Runtime): Context {
  return buildContext(runtime, {
    actor: { kind: "system", name: "gateway", workspaceId: null },
    requestId: randomUUID(),
    client: { ip: null, userAgent: null },
  });
}

function limitTime(res: ServerResponse, signal: Cancellation, seconds: number): void {
  const timer = setTimeout(() => signal.abort(tookTooLong(seconds)), seconds * 1000);
  res.once("close", () => clearTimeout(timer));
}

// Asked of the system a few times a second, not for every request.
function readResidentMb(): () => number {
  let [readMs, mb] = [Number.NEGATIVE_INFINITY, 0];
  return () => {
    const nowMs = performance.now();
    if (nowMs - readMs > RESIDENT_MS) [readMs, mb] = [nowMs, process.memoryUsage.rss() / 1024 / 1024];
    return mb;
  };
}
