import type { Context } from "#lib/context/context.ts";
import { authorize, isAllowed } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import { permissions } from "#lib/core/permissions.ts";
import type { CurrentSession } from "./contract.ts";

/** Who is signed in, where, and what they may do. Throws 401 for nobody and 403 for an API key, which has no session. */
export async function getSession({ actor }: Context): Promise<CurrentSession> {
  const member = authorize(actor, "workspace:read");
  if (member.kind !== "member") throw forbidden("An API key has no session.");
  const { userId, name, email, workspaceId, role, isPlatformAdmin } = member;
  return {
    user: { id: userId, name, email },
    workspaceId,
    role,
    isPlatformAdmin,
    permissions: permissions.filter((permission) => isAllowed(member, permission)),
  };
}
