import type { Actor } from "#lib/core/actor.ts";
import type { Route } from "#lib/gateway/route.ts";
import type { Usage } from "#lib/gateway/usage.ts";
import { countMetric, observeMetric } from "#lib/metrics/metrics.ts";

/** What becomes known of one exchange, for its count at the end. */
export interface ExchangeRecord {
  readonly startedMs: number;
  actor: Actor | null;
  /** Set once the call was let through. */
  route: Route | null;
  host: string;
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
    route: null,
    host: "",
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

/** Counts an exchange that has ended: in the metrics always, in the usage of its connection when it got that far. */
export function endRecord(record: ExchangeRecord, sentStatus: number, usage: Usage): void {
  const { actor, route, host, status, addedMs, bytesIn, bytesOut } = record;
  const labels = classes[Math.floor((status || sentStatus) / 100)];
  if (labels) countMetric("mooring_gateway_requests_total", status ? labels.provider : labels.gateway);
  if (status) observeMetric("mooring_gateway_added_seconds", addedMs / 1000);
  if (!route || !actor || actor.kind === "anonymous" || actor.kind === "system") return;
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
