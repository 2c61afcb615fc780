import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, type MemberActor } from "#lib/core/actor.ts";
import { forbidden, notFound } from "#lib/core/errors.ts";
import type { OwnSession } from "./contract.ts";
import { findUserSessions, revokeSessionRow, revokeUserSessions } from "./repository.ts";

/** Where the calling person is signed in, in whichever workspace; last used first (S-04). */
export async function listOwnSessions(ctx: Context): Promise<{ items: OwnSession[] }> {
  const actor = authorizePerson(ctx);
  const rows = await findUserSessions(asSystem(ctx), actor.userId, ctx.now());
  return {
    items: rows.map(({ workspace, createdAt, lastSeenAt, ...row }) => ({
      ...row,
      isCurrent: row.id === actor.sessionId,
      workspaceName: workspace?.name ?? null,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    })),
  };
}

/** Ends one of the calling person's sessions, from its next request on. 404 for those of others and for ended ones. */
export async function revokeOwnSession(ctx: Context, { id }: { id: string }): Promise<void> {
  const actor = authorizePerson(ctx);
  await inTransaction(asSystem(ctx), async (ctx) => {
    if (!(await revokeSessionRow(ctx, id, actor.userId, ctx.now()))) throw notFound("session");
    await audit(ctx, actor, { sessionId: id });
  });
}

/** Ends all of the calling person's sessions but the one that asks (S-04). */
export async function revokeOtherSessions(ctx: Context): Promise<void> {
  const actor = authorizePerson(ctx);
  await inTransaction(asSystem(ctx), async (ctx) => {
    const sessions = await revokeUserSessions(ctx, actor.userId, ctx.now(), actor.sessionId);
    if (sessions > 0) await audit(ctx, actor, { sessions });
  });
}

function authorizePerson({ actor }: Context): MemberActor {
  const member = authorize(actor, "workspace:read");
  if (member.kind !== "member") throw forbidden("An API key has no session.");
  return member;
}

function audit(ctx: Context, actor: MemberActor, changes: Record<string, unknown>): Promise<void> {
  return createAuditEvent(ctx, {
    action: "session.revoke",
    target: { kind: "user", id: actor.userId, label: actor.name },
    changes,
  });
}
