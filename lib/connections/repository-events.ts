import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import { decodeCursor } from "#lib/core/page.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { ConnectionEventType } from "./contract.ts";
import { newestFirst } from "./repository.ts";

export type ConnectionEventRow = Prisma.ConnectionEventGetPayload<object>;

interface NewEvent {
  workspaceId: string;
  connectionId: string;
  type: ConnectionEventType;
  cause?: string | null;
  /** Facts, never a secret and never a provider's text. */
  detail?: Prisma.InputJsonObject;
}

/** One line of the connection's history, in the transaction of what it tells. */
export async function insertConnectionEvent(ctx: Context, event: NewEvent): Promise<void> {
  await insertConnectionEvents(ctx, [event]);
}

/** The same for many connections at once, in one statement. */
export async function insertConnectionEvents(ctx: Context, events: readonly NewEvent[]): Promise<void> {
  const createdAt = ctx.now();
  const { actor } = ctx;
  const actorId = actor.kind === "member" ? actor.userId : actor.kind === "api-key" ? actor.apiKeyId : null;
  await ctx.db.connectionEvent.createMany({
    data: events.map(({ cause = null, detail = {}, ...rest }) => ({
      ...{ ...rest, cause, detail, actorKind: actor.kind, actorId, createdAt },
      id: newId("connectionEvent", createdAt.getTime()),
    })),
  });
}

/** Up to `limit + 1` events of a connection, newest first. */
export function listEventRows(
  ctx: Context,
  place: { connectionId: string; workspaceId: string },
  page: { cursor?: string; limit: number },
): Promise<ConnectionEventRow[]> {
  const after = page.cursor ? decodeCursor(page.cursor) : null;
  return ctx.db.connectionEvent.findMany({
    where: {
      ...place,
      ...(after && {
        OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
      }),
    },
    orderBy: newestFirst,
    take: page.limit + 1,
  });
}

/** Whether exactly this client of the integration, as it is set up now, was refused since. */
export async function wasClientRejected(
  ctx: Context,
  { integrationId, clientKey }: { integrationId: string; clientKey: string },
  since: Date,
): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM "ConnectionEvent" e JOIN "Connection" c ON c."id" = e."connectionId"
    WHERE c."integrationId" = ${integrationId} AND c."statusCause" = 'client_rejected'
      AND e."type" = 'refresh-failed' AND e."cause" = 'client_rejected' AND e."createdAt" >= ${since}
      AND e."detail"->>'client' = ${clientKey}
    LIMIT 1`;
  return rows.length > 0;
}
