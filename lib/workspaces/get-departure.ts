import { createHash } from "node:crypto";
import { countMemberApiKeys } from "#lib/api-keys/revoke-member-api-keys.ts";
import { countOwnedConnections, listOwnedConnections } from "#lib/connections/get-owned-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize, type MemberActor } from "#lib/core/actor.ts";
import { forbidden, notFound } from "#lib/core/errors.ts";
import type { PageQuery } from "#lib/core/page.ts";
import { listOtherCallers } from "#lib/gateway/list-other-callers.ts";
import type { Departure } from "./departure-schemas.ts";
import { countOwners, findMemberships, findPeople, type MemberPlace } from "./repository-members.ts";

/**
 * What the calling person leaves behind in the workspace: each of their connections, a page at a time, and what uses it, their
 * keys, and who may get what. 403 for API keys.
 */
export async function getDeparture(ctx: Context, page: PageQuery): Promise<Departure> {
  const { workspaceId, userId } = authorizeLeaving(ctx);
  const place = { workspaceId, userId };
  const owned = { workspaceId, ownerId: userId };
  const [me, owners, people, counts, { items, nextCursor }] = await Promise.all([
    findMemberships(ctx, workspaceId, [userId]),
    countOwners(ctx, workspaceId),
    findPeople(ctx, place),
    getDepartureCounts(ctx, place),
    listOwnedConnections(ctx, owned, page),
  ]);
  const role = me.get(userId)?.role;
  if (!role) throw notFound("workspace");
  const callers = await listOtherCallers(
    ctx,
    place,
    items.map(({ id }) => id),
  );
  return {
    ...counts,
    isLastOwner: role === "owner" && owners <= 1,
    people,
    nextCursor,
    items: items.map((item) => ({
      ...item,
      callers: callers.get(item.id) ?? { people: 0, keys: 0, first: [] },
    })),
  };
}

/** The person who wants to leave; 403 for an API key. */
export function authorizeLeaving({ actor }: Context): MemberActor {
  const member = authorize(actor, "workspace:read");
  if (member.kind !== "member") throw forbidden("An API key leaves no workspace: revoke it.");
  return member;
}

/** The same in numbers, and the mark of what there was to decide about. It decides about no permission. */
export async function getDepartureCounts(
  ctx: Context,
  { workspaceId, userId }: MemberPlace,
): Promise<Pick<Departure, "personalConnections" | "sharedConnections" | "keys" | "fingerprint">> {
  const [{ personal, shared, state }, keys] = await Promise.all([
    countOwnedConnections(ctx, { workspaceId, ownerId: userId }),
    countMemberApiKeys(ctx, { workspaceId, userId }),
  ]);
  const text = JSON.stringify([state, keys]);
  const fingerprint = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  return { personalConnections: personal, sharedConnections: shared, keys, fingerprint };
}
