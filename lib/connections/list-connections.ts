import type { Context } from "#lib/context/context.ts";
import { authorize, isWorkspaceAdmin } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import { type Page, toPage } from "#lib/core/page.ts";
import type { Connection, ConnectionHalList, ConnectionListQuery } from "./contract.ts";
import { findStandingGroups } from "./find-lives.ts";
import { listConnectionRows, listOwnConnectionRows } from "./repository.ts";
import { whereHealth } from "./repository-health.ts";
import { toConnections } from "./to-connection.ts";

/**
 * One page of connections, newest first: those that the caller can use, or with `scope=all` every one of the workspace,
 * which takes an admin (403 otherwise).
 */
export async function listConnections(ctx: Context, query: ConnectionListQuery): Promise<Page<Connection>> {
  const actor = authorize(ctx.actor, "connections:read");
  if (query.scope === "all" && !isWorkspaceAdmin(actor)) {
    throw forbidden("Only those who run the workspace see everybody's connections.");
  }
  const { health, ...rest } = query;
  const place = { workspaceId: actor.workspaceId, integration: query.integration };
  const standing = health && whereHealth(health, await findStandingGroups(ctx, place), ctx.now());
  const rows = await listConnectionRows(ctx, actor, { ...rest, standing });
  const { items, nextCursor } = toPage(rows, query.limit);
  return { items: await toConnections(ctx, actor, items), nextCursor };
}

/** Every connection that the caller owns, across integrations, in API.md's form. */
export async function listOwnConnections(
  ctx: Context,
  slice: { start: number; count: number },
): Promise<ConnectionHalList> {
  const actor = authorize(ctx.actor, "connections:read");
  const { rows, total } = await listOwnConnectionRows(ctx, actor, slice);
  const connections = await toConnections(ctx, actor, rows);
  const items = connections.map((connection) => {
    const { id, name, offeringId: type } = connection.integration;
    return { ...connection, _embedded: { "inf:integration": { id, name, type } } };
  });
  return {
    _links: { self: { href: "/api/integration-connections" } },
    _embedded: { "inf:integration-connection": items },
    start: slice.start,
    count: items.length,
    total,
  };
}
