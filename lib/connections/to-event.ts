import { type ConnectionEvent, type ConnectionEventType, connectionEventTypes } from "./contract.ts";
import type { ConnectionEventRow } from "./repository-events.ts";
import { toData } from "./to-connection.ts";

/** One line of a connection's history as its route answers it. */
export function toEvent(row: ConnectionEventRow): ConnectionEvent {
  return {
    id: row.id,
    type: isEventType(row.type) ? row.type : "status-changed",
    cause: row.cause,
    detail: toData(row.detail),
    actor: { kind: row.actorKind, id: row.actorId },
    createdAt: row.createdAt.toISOString(),
  };
}

function isEventType(type: string): type is ConnectionEventType {
  return connectionEventTypes.some((known) => known === type);
}
