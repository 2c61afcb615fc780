import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import type { AuditAction } from "./actions.ts";
import type { auditOutcomes } from "./contract.ts";
import { appendAuditEvents, type NewAuditRow } from "./repository-chain.ts";
import { toLine, toSafeChanges } from "./rules.ts";

export interface AuditInput {
  action: AuditAction;
  /** With `integrationId` or `connectionId`, a filter by those finds it too. */
  target: {
    kind: string;
    id?: string | null;
    label?: string | null;
    integrationId?: string | null;
    connectionId?: string | null;
  };
  /** `success` unless said otherwise. */
  outcome?: (typeof auditOutcomes)[number];
  /** Why it was denied or failed: a stable code, never a provider's text. */
  cause?: string | null;
  /** What changed, by field, as `{ before, after }` where both are known; never a secret. */
  changes?: Record<string, unknown>;
  /** The actor's workspace unless said otherwise. */
  workspaceId?: string | null;
  /** The person who has just proven who they are, where the context does not know it yet. */
  person?: { id: string; name: string };
}

/**
 * Records who did what to what. Call it inside the transaction of the act itself: it is written right before COMMIT, and when
 * that fails, the act does not happen (D-22, U-01). Actor, address, request and time come from the context.
 */
export async function createAuditEvent(ctx: Context, input: AuditInput): Promise<void> {
  await createAuditEvents(ctx, [input]);
}

/** The same for many acts of one moment, in one statement. */
export async function createAuditEvents(ctx: Context, inputs: readonly AuditInput[]): Promise<void> {
  if (inputs.length === 0) return;
  if (!ctx.ending) return inTransaction(ctx, (tx) => createAuditEvents(tx, inputs));
  ctx.ending.add(
    appendAuditEvents,
    inputs.map((input) => toRow(ctx, input)),
  );
  const { told } = ctx;
  if (!told || inputs.every(({ outcome = "success" }) => outcome === "success")) return;
  ctx.ending.afterwards(() => {
    told.isTold = true;
  });
}

/** An event's row, not yet linked; its id is new. */
export function toRow(
  ctx: Pick<Context, "actor" | "client" | "requestId" | "now">,
  input: AuditInput,
): NewAuditRow {
  const now = ctx.now();
  const actor = describeActor(ctx.actor, input.person);
  const { kind, id = null, label = null, integrationId = null, connectionId = null } = input.target;
  // It may be what somebody asked for in an address, which need not be an id.
  const targetId = toId(id);
  return {
    id: newId("auditEvent", now.getTime()),
    workspaceId: input.workspaceId === undefined ? actor.workspaceId : input.workspaceId,
    actorKind: actor.kind,
    actorId: actor.id,
    actorLabel: toLine(actor.label),
    action: input.action,
    targetKind: kind,
    targetId,
    targetLabel: label === null ? null : toLine(label),
    integrationId: kind === "integration" ? targetId : toId(integrationId),
    connectionId: kind === "connection" ? targetId : toId(connectionId),
    outcome: input.outcome ?? "success",
    cause: input.cause == null ? null : toLine(input.cause),
    changes: toSafeChanges(input.changes ?? {}),
    ip: ctx.client.ip,
    requestId: ctx.requestId,
    createdAt: now,
  };
}

function toId(id: string | null): string | null {
  return id === null ? null : toLine(id);
}

function describeActor(actor: Actor, person: AuditInput["person"]) {
  const workspaceId = actor.kind === "anonymous" ? null : actor.workspaceId;
  if (person) return { kind: "member", id: person.id, label: person.name, workspaceId };
  switch (actor.kind) {
    case "member":
      return { kind: actor.kind, id: actor.userId, label: actor.name, workspaceId };
    case "api-key":
      return { kind: actor.kind, id: actor.apiKeyId, label: actor.name, workspaceId };
    case "system":
      return { kind: actor.kind, id: null, label: actor.name, workspaceId };
    case "anonymous":
      return { kind: actor.kind, id: null, label: "anonymous", workspaceId };
  }
}
