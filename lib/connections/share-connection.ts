import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, type WorkspaceActor } from "#lib/core/actor.ts";
import { conflict, forbidden, invalidInput, notFound } from "#lib/core/errors.ts";
import { accessTo, isWidening } from "./access-rules.ts";
import type { Connection, ShareLevel } from "./contract.ts";
import { loadConnection, refusals } from "./get-connection.ts";
import { type ConnectionRow, findConnectionIn } from "./repository.ts";
import { lockConnection, updateConnectionRow } from "./repository-changes.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { accountLabelOf, labelOf, toConnection } from "./to-connection.ts";

interface Share {
  id: string;
  /** `null` makes it personal again. */
  shareLevel: ShareLevel | null;
  /** The account that others will act as, as the person was told. */
  actsAs?: string | undefined;
}

/**
 * Shares a connection with the workspace, changes what others may do with it, or ends the sharing, from the next request on.
 * Only its owner, signed in, gives more than before, and says as whom others will act (422 at `/actsAs` for anybody else,
 * Z-02); less is also given by those who manage it. 404, 403, and 409 for ending it where an integration has one account, or
 * where it acts as somebody else's than its owner's.
 */
export async function shareConnection(ctx: Context, { id, shareLevel, actsAs }: Share): Promise<Connection> {
  const actor = authorize(ctx.actor, "connections:write");
  await loadConnection(ctx, actor, id, "canManage");
  await inTransaction(ctx, async (ctx) => {
    // The rights and the account are those of this moment: two people may change it at once.
    if (!(await lockConnection(ctx, { id, workspaceId: actor.workspaceId }))) throw notFound("connection");
    const row = await loadConnection(ctx, actor, id, "canManage");
    if (row.shareLevel === shareLevel) return;
    assertMayMove(actor, row, { shareLevel, actsAs });
    await updateConnectionRow(ctx, row, { isShared: shareLevel !== null, shareLevel });
    const change = { before: row.shareLevel, after: shareLevel };
    await insertConnectionEvent(ctx, {
      ...{ workspaceId: row.workspaceId, connectionId: id, detail: change },
      type: shareLevel === null ? "unshared" : "shared",
    });
    await createAuditEvent(ctx, {
      action: "connection.share",
      target: { kind: "connection", id, label: labelOf(row), integrationId: row.integrationId },
      changes: { shareLevel: change, accountId: row.accountId, ownerId: row.ownerId },
    });
  });
  // Who ends the sharing of somebody else's connection sees it for this last time.
  const row = await findConnectionIn(ctx, { id, workspaceId: actor.workspaceId });
  if (!row) throw notFound("connection");
  return toConnection(ctx, actor, row);
}

function assertMayMove(
  actor: WorkspaceActor,
  row: ConnectionRow,
  { shareLevel, actsAs }: Omit<Share, "id">,
): void {
  const { owner, authorizedBy } = row;
  const isOwners = owner.id === authorizedBy.id;
  if (isWidening(row.shareLevel, shareLevel) && !accessTo(actor, row).canShare)
    throw forbidden(
      isOwners || actor.userId !== owner.id
        ? refusals.canShare
        : `This connection acts as the account that ${authorizedBy.name} signed in with. Reconnect it yourself before you let others do more with it.`,
    );
  if (shareLevel === null && !isOwners) {
    throw conflict(
      `This connection acts as the account that ${authorizedBy.name} signed in with, so it cannot become ${owner.name}'s own. Have ${owner.name} reconnect it first, or disconnect it.`,
    );
  }
  if (shareLevel === null && row.integration.connectionMode === "shared") {
    throw conflict(
      `Everybody in the workspace shares the one account of “${row.integration.name}”. Share it as “Can read”, or disconnect it.`,
    );
  }
  if (row.shareLevel !== null || actsAs === (row.accountId ?? row.id)) return;
  const account = accountLabelOf(row);
  throw invalidInput(
    "/actsAs",
    `People who can use this connection act as ${account}. Confirm it with the account's id, “${row.accountId ?? row.id}”.`,
  );
}
