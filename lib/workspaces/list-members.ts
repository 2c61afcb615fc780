import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { decodeCursor, type Page, type PageQuery, toPage } from "#lib/core/page.ts";
import type { Member } from "./contract.ts";
import { findMembers } from "./repository.ts";

/** One page of the workspace's members, those who joined last first. Owners and platform admins see whose second factor is on. */
export async function listMembers(ctx: Context, { cursor, limit }: PageQuery): Promise<Page<Member>> {
  const actor = authorize(ctx.actor, "workspace:read");
  const { workspaceId } = actor;
  const seesFactors = actor.kind === "member" && (actor.role === "owner" || actor.isPlatformAdmin);
  const rows = await findMembers(ctx, {
    workspaceId,
    after: cursor ? decodeCursor(cursor) : undefined,
    limit,
  });
  const page = toPage(rows, limit);
  return {
    items: page.items.map(({ createdAt, hasSecondFactor, ...member }) => ({
      ...member,
      hasSecondFactor: seesFactors ? hasSecondFactor : null,
      joinedAt: createdAt.toISOString(),
    })),
    nextCursor: page.nextCursor,
  };
}
