import type { Context } from "#lib/context/context.ts";
import type { NoticeType } from "#lib/notices/contract.ts";
import { createNotices } from "#lib/notices/create-notices.ts";
import type { ConnectionStatus } from "./contract.ts";
import { findFacts } from "./repository-changes.ts";

/** What is told of a connection that came to a status; `null`: nothing, since it may pass by itself. */
export function noticeOf(status: ConnectionStatus): NoticeType | null {
  if (status === "active") return "connection.recovered";
  return status === "needs_reauth" || status === "suspended" ? "connection.needs_reauth" : null;
}

/** Writes what is to be told of connections as they are now, inside the transaction that made them so; `ends`: when their grants end. */
export async function announceConnections(
  ctx: Context,
  type: NoticeType,
  ids: readonly string[],
  ends?: ReadonlyMap<string, Date>,
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await findFacts(ctx, ids);
  await createNotices(
    ctx,
    rows.map((row) => {
      const {
        id: connectionId,
        workspaceId,
        integrationId,
        ownerId,
        isShared,
        status,
        statusCause: cause,
      } = row;
      const facts = { connectionId, workspaceId, integrationId, ownerId, isShared, status, cause };
      const end = ends?.get(connectionId);
      return { type, ...facts, ...(end && { expiresAt: end.toISOString() }) };
    }),
  );
}

interface Gone {
  id: string;
  workspaceId: string;
  integrationId: string;
  ownerId: string;
  isShared: boolean;
}

/** The same for one that was just removed. */
export async function announceDisconnected(
  ctx: Context,
  { id: connectionId, workspaceId, integrationId, ownerId, isShared }: Gone,
): Promise<void> {
  const facts = { workspaceId, connectionId, integrationId, ownerId, isShared };
  const end = { type: "connection.disconnected", status: "disconnected", cause: null } as const;
  await createNotices(ctx, [{ ...facts, ...end }]);
}
