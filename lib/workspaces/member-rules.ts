import { conflict, forbidden } from "#lib/core/errors.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";

/**
 * Whether a role may be given, changed or taken: owners decide about everybody, admins about admins and members alone.
 * Takes the roles of who acts, of who is meant and, for a change, the new one. Throws 403.
 */
export function assertMayDecide(
  actor: WorkspaceRole,
  target: WorkspaceRole,
  next: WorkspaceRole | null,
): void {
  if (actor === "owner") return;
  if (actor === "member") throw forbidden("Only owners and admins decide about members.");
  if (target === "owner") throw forbidden("Only an owner may change or remove an owner.");
  if (next === "owner") throw forbidden("Only an owner may make somebody an owner.");
}

/** As what somebody of this role may invite nobody. */
export function withdrawnRoles(role: WorkspaceRole): WorkspaceRole[] {
  if (role === "owner") return [];
  return role === "admin" ? ["owner"] : ["owner", "admin", "member"];
}

/** Z-11: throws 409 when nobody would own the workspace any more. `owners` counts those that there are now. */
export function assertOwnerStays(
  owners: number,
  { role, name }: { role: WorkspaceRole; name: string },
  next: WorkspaceRole | null,
): void {
  if (role !== "owner" || next === "owner" || owners > 1) return;
  throw conflict(`${name} is the only owner of this workspace. Make somebody else an owner first.`);
}
