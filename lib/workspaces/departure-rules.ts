import { conflict, invalidInput, notFound } from "#lib/core/errors.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import type { DepartureChoice, LeaveWorkspace } from "./departure-schemas.ts";

/** What decides where a connection may go. */
interface Owned {
  id: string;
  shareLevel: string | null;
  connectionMode: "per_user" | "shared";
  handover: "confirm" | "withdraw" | "consent" | null;
}

interface Plan<Row> {
  transfers: { row: Row; toId: string; needs: "confirm" | "consent" }[];
  revoked: number;
}

/**
 * What becomes of each of somebody's connections when they leave, by what they chose. `roles` holds everybody else who may get
 * one. 404 for a connection that is not theirs; 422 at the choice for a new owner who may not have it, for one chosen twice,
 * and for a personal one that is to be kept: nobody acts as a person's own account without that person.
 */
export function planDeparture<Row extends Owned>(
  owned: readonly Row[],
  { personal, shared, choices }: Pick<LeaveWorkspace, "personal" | "shared" | "choices">,
  roles: ReadonlyMap<string, { role: WorkspaceRole }>,
): Plan<Row> {
  const ids = new Set(owned.map(({ id }) => id));
  const chosen = new Map<string, { choice: DepartureChoice; pointer: string }>();
  for (const [index, { connectionId, choice }] of choices.entries()) {
    if (!ids.has(connectionId)) throw notFound("connection");
    if (chosen.has(connectionId))
      throw invalidInput(`/choices/${index}/connectionId`, "This connection is chosen for twice.");
    chosen.set(connectionId, { choice, pointer: `/choices/${index}/choice` });
  }
  const plan: Plan<Row> = { transfers: [], revoked: 0 };
  for (const row of owned) {
    const { choice, pointer } =
      chosen.get(row.id) ??
      (row.shareLevel === null
        ? { choice: personal, pointer: "/personal" }
        : { choice: shared, pointer: "/shared" });
    if (choice.act === "revoke") {
      plan.revoked++;
      continue;
    }
    assertMayGo(row, choice, { role: roles.get(choice.toId)?.role, pointer });
    plan.transfers.push({ row, toId: choice.toId, needs: isGoingOn(row, choice) ? "confirm" : "consent" });
  }
  return plan;
}

// What waits for its owner's sign-in has no account to go on with.
function isGoingOn({ handover }: Owned, { act }: DepartureChoice): boolean {
  return act === "keep" && (handover === null || handover === "confirm");
}

function assertMayGo(
  { shareLevel, connectionMode }: Owned,
  { act }: DepartureChoice,
  { role, pointer }: { role: WorkspaceRole | undefined; pointer: string },
): void {
  if (act === "keep" && shareLevel === null)
    throw invalidInput(
      `${pointer}/act`,
      "A personal connection is not kept for others. Share it before you leave, transfer it, or revoke it.",
    );
  if (role === undefined) throw invalidInput(`${pointer}/toId`, "Name somebody else of this workspace.");
  if (role === "member" && (act === "keep" || connectionMode === "shared"))
    throw invalidInput(`${pointer}/toId`, "Name an owner or admin of this workspace.");
}

/** Z-11, in the words for whoever wants to go: 409 when nobody would own the workspace any more. */
export function assertMayLeave(owners: number, role: WorkspaceRole): void {
  if (role !== "owner" || owners > 1) return;
  throw conflict(
    "You are the only owner of this workspace. Make somebody else an owner, or delete the workspace.",
    { reason: "last-owner" },
  );
}
