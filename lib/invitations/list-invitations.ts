import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { decodeCursor, type Page, type PageQuery, toPage } from "#lib/core/page.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import type { Invitation } from "./contract.ts";
import { findOpenInvitations } from "./repository.ts";
import { toInvitation } from "./rules.ts";

/** One page of the workspace's invitations that nobody has accepted or revoked yet, newest first. */
export async function listInvitations(ctx: Context, { cursor, limit }: PageQuery): Promise<Page<Invitation>> {
  const { workspaceId } = authorize(ctx.actor, "members:write");
  const after = cursor ? decodeCursor(cursor) : undefined;
  const { items, nextCursor } = toPage(await findOpenInvitations(ctx, { workspaceId, after, limit }), limit);
  const personOf = await listPeople(
    ctx,
    items.map(({ invitedById }) => invitedById),
  );
  const now = ctx.now();
  return { items: items.map((row) => toInvitation(row, personOf(row.invitedById), now)), nextCursor };
}
