import type { NotedEvent } from "#lib/audit/create-noted-events.ts";
import type { CallGroup, NotedCall, WaitingCalls } from "./noted-calls.ts";

interface EventFacts {
  workspaceId: string;
  /** What connections are called, by id. */
  labels: ReadonlyMap<string, string>;
  /** The share of calls that are recorded at all; what was denied always is. */
  share: number;
}

/** What waited of one workspace, as events: each call, each group of calls with their number, and how many were only counted. */
export function toNotedEvents(
  { singles, groups, dropped, droppedSinceMs }: WaitingCalls,
  facts: EventFacts,
): NotedEvent[] {
  const events = [...singles, ...groups].map((call) => toEvent(call, facts));
  if (dropped > 0) {
    events.push({
      actor: null,
      action: "audit.drop",
      target: { kind: "workspace", id: facts.workspaceId },
      outcome: "failed",
      cause: "too-many-waiting",
      changes: { calls: dropped, since: new Date(droppedSinceMs).toISOString() },
      at: new Date(),
      ip: null,
      requestId: crypto.randomUUID(),
    });
  }
  return events;
}

function toEvent(call: NotedCall | CallGroup, { labels, share }: EventFacts): NotedEvent {
  const { actor, connectionId, integrationId, asked, outcome, cause, ip, requestId, atMs } = call;
  const { method, host, path, status, bytesIn, bytesOut } = call;
  const label = connectionId === null ? asked : (labels.get(connectionId) ?? null);
  return {
    ...{ actor, outcome, cause, ip, requestId, at: new Date(atMs), action: "connection.use" },
    target: { kind: "connection", id: connectionId, label, integrationId },
    changes: {
      ...{ method, host, path, status, bytesIn, bytesOut },
      ...("count" in call && { calls: call.count, until: new Date(call.lastMs).toISOString() }),
      ...(share < 1 && outcome !== "denied" && { recordedShare: share }),
    },
  };
}
