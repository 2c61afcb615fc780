import type { Context } from "#lib/context/context.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import type { AuditAction } from "./actions.ts";
import type { auditOutcomes } from "./contract.ts";
import { insertAuditEvents, type NewAuditRow } from "./repository.ts";
import { toLine } from "./rules.ts";

export interface AuditInput {
  action: AuditAction;
  target: { kind: string; id?: string | null; label?: string | null };
  /** `success` unless said otherwise. */
  outcome?: (typeof auditOutcomes)[number];
  /** Why it was denied or failed: a stable code, never a provider's text. */
  cause?: string | null;
  /** What changed, by field, as `{ before, after }` where both are known; never a secret. */
  changes?: Record<string, unknown>;
  /** The actor's workspace unless said otherwise. */
  workspaceId?: string | null;
}

/**
 * Records who did what to what. Call it inside the transaction of the act itself: when it cannot be written,
 * the act does not happen (D-22, U-01). Actor, address, request and time come from the context.
 */
export async function createAuditEvent(ctx: Context, input: AuditInput): Promise<void> {
  await insertAuditEvents(ctx, [toRow(ctx, input)]);
}

/** The same for many acts of one moment, in one statement. */
export async function createAuditEvents(ctx: Context, inputs: readonly AuditInput[]): Promise<void> {
  if (inputs.length === 0) return;
  await insertAuditEvents(
    ctx,
    inputs.map((input) => toRow(ctx, input)),
  );
}

function toRow(ctx: Context, input: AuditInput): NewAuditRow {
  const now = ctx.now();
  const actor = describeActor(ctx.actor);
  return {
    id: newId("auditEvent", now.getTime()),
    workspaceId: input.workspaceId === undefined ? actor.workspaceId : input.workspaceId,
    actorKind: ctx.actor.kind,
    actorId: actor.id,
    actorLabel: toLine(actor.label),
    action: input.action,
    targetKind: input.target.kind,
    targetId: input.target.id ?? null,
    targetLabel: input.target.label == null ? null : toLine(input.target.label),
    outcome: input.outcome ?? "success",
    cause: input.cause == null ? null : toLine(input.cause),
    changes: input.changes ?? {},
    ip: ctx.client.ip,
    requestId: ctx.requestId,
    createdAt: now,
  };
}

function describeActor(actor: Actor): { id: string | null; label: string; workspaceId: string | null } {
  switch (actor.kind) {
    case "member":
      return { id: actor.userId, label: actor.name, workspaceId: actor.workspaceId };
    case "api-key":
      return { id: actor.apiKeyId, label: actor.name, workspaceId: actor.workspaceId };
    case "system":
      return { id: null, label: actor.name, workspaceId: actor.workspaceId };
    case "anonymous":
      return { id: null, label: "anonymous", workspaceId: null };
  }
}
