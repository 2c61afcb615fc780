import type { AuthorizationKind } from "#lib/core/provider.ts";
import { type ConnectionEvent, type ConnectionEventType, connectionEventTypes } from "./contract.ts";
import { explainEvent } from "./explain-event.ts";
import type { ConnectionEventRow } from "./repository-events.ts";
import { toData } from "./to-connection.ts";

/** One line of a connection's history as its route answers it. */
export function toEvent(row: ConnectionEventRow, kind: AuthorizationKind): ConnectionEvent {
  const type = isEventType(row.type) ? row.type : "status-changed";
  const detail = toData(row.detail);
  return {
    id: row.id,
    type,
    cause: row.cause,
    explanation: explainEvent({ type, cause: row.cause, detail }, kind),
    detail,
    actor: { kind: row.actorKind, id: row.actorId },
    createdAt: row.createdAt.toISOString(),
  };
}

function isEventType(type: string): type is ConnectionEventType {
  return connectionEventTypes.some((known) => known === type);
}
