import { conflict } from "#lib/core/errors.ts";
import type { Invitation } from "./contract.ts";
import type { InvitationRow } from "./repository.ts";

/** A link works for so long. */
export const linkLifeMs = 7 * 24 * 60 * 60 * 1000;

/** Z-12: throws 409, with the way out, for an invitation that was accepted or revoked, or whose link is too old. */
export function assertOpen(
  { acceptedAt, revokedAt, expiresAt }: Pick<InvitationRow, "acceptedAt" | "revokedAt" | "expiresAt">,
  now: Date,
): void {
  if (acceptedAt) throw conflict("This invitation was accepted already. Sign in instead.");
  if (revokedAt) throw conflict("This invitation was withdrawn. Ask whoever invited you for another one.");
  if (expiresAt <= now) {
    throw conflict("This invitation is older than seven days. Ask whoever invited you for a new link.");
  }
}

/** What a row says about itself to those who run the workspace. */
export function toInvitation(
  row: InvitationRow,
  invitedBy: { id: string; name: string },
  now: Date,
): Invitation {
  const { id, email, role, createdAt, expiresAt } = row;
  return {
    ...{ id, email, role, invitedBy },
    state: expiresAt > now ? "open" : "expired",
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    mail: row.mailRefusedAt ? "refused" : row.mailDueAt ? "waiting" : row.mailedAt ? "sent" : "none",
  };
}
