import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import type { Secret } from "#lib/core/secret.ts";
import { addMember, holdMemberships } from "#lib/workspaces/add-member.ts";
import { acceptInvitationRow, findByToken } from "./repository.ts";
import { assertOpen } from "./rules.ts";
import { hashToken } from "./token-text.ts";

/** Who accepts: a person who has proven who they are. */
export interface Invited {
  userId: string;
  name: string;
  email: string;
}

/**
 * Makes an invited person a member, in the role that the invitation says, and uses the invitation up. Who they are was proven
 * before; it must be whoever the invitation is for. Somebody who is a member already stays what they are. Gives the
 * workspace, and whether the link came by e-mail alone, so that mail to the address reaches them. 404 for no such token, 409 for an invitation that is open no more or for another address (Z-12).
 */
export async function completeInvitation(
  ctx: Context,
  { token, person }: { token: Secret<string>; person: Invited },
): Promise<{ workspaceId: string; isMailed: boolean }> {
  const tokenHash = hashToken(token);
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.now();
    const row = await findByToken(ctx, tokenHash);
    if (!row) throw notFound("invitation");
    assertOpen(row, now);
    const { id, workspaceId, email, role } = row;
    if (email !== person.email) {
      throw conflict(
        `This invitation is for ${email}, and you are ${person.email}. Sign out, and open the link again.`,
      );
    }
    await acceptRow(ctx, { id, tokenHash, workspaceId, email, role }, person);
    return { workspaceId, isMailed: row.mailedAt !== null };
  });
}

interface OpenRow {
  id: string;
  tokenHash: Uint8Array<ArrayBuffer>;
  workspaceId: string;
  email: string;
  role: WorkspaceRole;
}

/** Uses an open invitation up for a person who has proven to have its address. In a transaction; 409 when it is open no more. */
export async function acceptRow(
  ctx: Context,
  { id, tokenHash, workspaceId, email, role }: OpenRow,
  { userId, name }: Invited,
): Promise<void> {
  // First of all, as removals do: whoever comes second waits here and finds it used or withdrawn.
  await holdMemberships(ctx, workspaceId);
  if (!(await acceptInvitationRow(ctx, { id, tokenHash }, ctx.now())))
    throw conflict("This invitation was accepted or withdrawn a moment ago.");
  await addMember(ctx, { workspaceId, userId, role });
  await createAuditEvent(ctx, {
    action: "invitation.accept",
    target: { kind: "invitation", id, label: email },
    changes: { role: { after: role } },
    workspaceId,
    person: { id: userId, name },
  });
}
