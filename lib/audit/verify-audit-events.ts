import type { Context } from "#lib/context/context.ts";
import { authorize, isWorkspaceAdmin, type WorkspaceActor } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import type { ChainReport, Checkpoint } from "./contract.ts";
import { createAuditEvent } from "./create-audit-event.ts";
import { getCheckpoints } from "./get-checkpoints.ts";
import { verifyChain } from "./verify-chain.ts";

/** Reads the workspace's chain from end to end, says whether it is whole, and records that somebody asked. Admins only. */
export async function verifyAuditEvents(ctx: Context): Promise<ChainReport> {
  const { workspaceId } = authorizeAdmin(ctx);
  const report = await verifyChain(ctx, workspaceId);
  await createAuditEvent(ctx, {
    action: "audit.verify",
    target: { kind: "workspace", id: workspaceId },
    outcome: report.fault ? "failed" : "success",
    cause: report.fault?.reason ?? null,
    changes: { events: report.events, ...(report.fault && { sequence: report.fault.sequence }) },
  });
  return report;
}

/** The signed end of the workspace's chain as it is now, to be kept elsewhere. Admins only; recorded. */
export async function getAuditCheckpoint(ctx: Context): Promise<Checkpoint[]> {
  const { workspaceId } = authorizeAdmin(ctx);
  await createAuditEvent(ctx, {
    action: "audit.export",
    target: { kind: "workspace", id: workspaceId },
    changes: { format: "checkpoint" },
  });
  return getCheckpoints(ctx, workspaceId);
}

function authorizeAdmin(ctx: Context): WorkspaceActor {
  const actor = authorize(ctx.actor, "audit:read");
  if (!isWorkspaceAdmin(actor)) throw forbidden("Only those who run the workspace can verify its audit log.");
  return actor;
}
