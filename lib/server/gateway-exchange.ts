import type { Context } from "#lib/context/context.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { type AppError, isAppError } from "#lib/core/errors.ts";
import type { CallTrail } from "#lib/gateway/call-trail.ts";
import type { ForwardInput } from "#lib/gateway/forward-request.ts";
import type { NotedCall } from "#lib/gateway/noted-calls.ts";
import type { Route } from "#lib/gateway/route.ts";
import type { Usage } from "#lib/gateway/usage.ts";
import { countMetric, observeMetric } from "#lib/metrics/metrics.ts";

/** What becomes known of one exchange, for its count at the end. */
export interface ExchangeRecord {
  readonly startedMs: number;
  /** Who calls, from when they have shown who they are, and from where. */
  actor: WorkspaceActor | null;
  ip: string | null;
  requestId: string;
  /** What the caller named. */
  asked: string;
  method: string;
  /** Set once it was found. */
  route: Route | null;
  host: string;
  path: string;
  /** Whether the call was let through. */
  isSent: boolean;
  /** Of the provider's answer, 0 while there is none. */
  status: number;
  /** What Mooring added until the answer's headers left. */
  addedMs: number;
  bytesIn: number;
  bytesOut: number;
}

/** The record of an exchange of which nothing is known yet but when it began. */
export function beginRecord(): ExchangeRecord {
  return {
    startedMs: performance.now(),
    actor: null,
    ip: null,
    requestId: "",
    asked: "",
    method: "",
    route: null,
    host: "",
    path: "",
    isSent: false,
    status: 0,
    addedMs: 0,
    bytesIn: 0,
    bytesOut: 0,
  };
}

const classes = ["0xx", "1xx", "2xx", "3xx", "4xx", "5xx"].map((name) => ({
  provider: { class: name, by: "provider" },
  gateway: { class: name, by: "gateway" },
}));

/** Notes who sends what, from when both are known. */
export function noteCaller(
  record: ExchangeRecord,
  { actor, client, requestId }: Pick<Context, "actor" | "client" | "requestId">,
  { method, integration, connectionId }: Pick<ForwardInput, "method" | "integration" | "connectionId">,
): void {
  if (actor.kind === "anonymous" || actor.kind === "system") return;
  record.actor = actor;
  record.ip = client.ip;
  record.requestId = requestId;
  record.asked = connectionId ?? integration;
  record.method = method;
}

interface Ended {
  /** What the caller was answered with; 0: nothing. */
  sentStatus: number;
  /** What went wrong on our side of it, or on the way. */
  error: unknown;
}

/** Counts an exchange that has ended: in the metrics always, in its connection's usage and in the audit log when it got that far. */
export function endRecord(
  record: ExchangeRecord,
  { sentStatus, error }: Ended,
  { usage, trail }: { usage: Usage; trail: CallTrail },
): void {
  const { actor, route, host, status, addedMs, bytesIn, bytesOut, isSent } = record;
  const labels = classes[Math.floor((status || sentStatus) / 100)];
  if (labels) countMetric("mooring_gateway_requests_total", status ? labels.provider : labels.gateway);
  if (status) observeMetric("mooring_gateway_added_seconds", addedMs / 1000);
  if (!actor) return;
  const ending = endOf(record, error);
  if (ending) trail.note(toCall(record, actor, { ...ending, status: status || sentStatus }));
  if (!isSent || !route) return;
  usage.note({
    connectionId: route.connectionId,
    integrationId: route.integrationId,
    workspaceId: actor.workspaceId,
    callerId: actor.kind === "api-key" ? actor.apiKeyId : actor.userId,
    host,
    statusClass: Math.floor(status / 100),
    bytesIn,
    bytesOut,
    addedMs,
  });
}

type Ending = Pick<NotedCall, "outcome" | "cause">;

const succeeded: Ending = { outcome: "success", cause: null };

// A call that was let through is an access, whatever came of it; one that was not is of interest where it was not allowed.
function endOf({ isSent, status }: ExchangeRecord, error: unknown): Ending | null {
  if (!isSent) return isAppError(error) ? denialOf(error) : null;
  if (error !== null) return { outcome: "failed", cause: isAppError(error) ? error.code : "cut-short" };
  return status < 400 ? succeeded : { outcome: "failed", cause: `status-${status}` };
}

function denialOf({ code, extensions }: AppError): Ending | null {
  if (code === "not-found") return { outcome: "denied", cause: code };
  return code === "forbidden" ? { outcome: "denied", cause: String(extensions.reason ?? code) } : null;
}

function toCall(
  { route, asked, method, host, path, bytesIn, bytesOut, ip, requestId }: ExchangeRecord,
  actor: WorkspaceActor,
  ending: Ending & { status: number },
): NotedCall {
  return {
    ...ending,
    actor,
    connectionId: route?.connectionId ?? null,
    integrationId: route?.integrationId ?? null,
    asked,
    method,
    host,
    path,
    bytesIn,
    bytesOut,
    ip,
    requestId,
    atMs: Date.now(),
  };
}
