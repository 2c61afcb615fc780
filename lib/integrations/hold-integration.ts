import type { Context } from "#lib/context/context.ts";
import { holdIntegrationRow, lockIntegration } from "./repository.ts";

/** What an integration stands at, while nobody can change it. */
export interface HeldIntegration {
  configVersion: number;
  isDisabled: boolean;
}

/**
 * Makes whoever would edit the integration wait until the transaction ends, and gives what it stands at; `null` when it is
 * gone. What is about to store or send a grant asks this last: an edit suspends the grants that it finds (P-04), and
 * must find this one. It decides about no permission: the verb that calls it has.
 */
export async function holdIntegration(
  ctx: Context,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<HeldIntegration | null> {
  const row = await holdIntegrationRow(ctx, workspaceId, id);
  return row && { configVersion: row.configVersion, isDisabled: row.disabledAt !== null };
}

/**
 * Makes whoever stores or sends a grant of the integration wait too, until the transaction ends: for a change of what its
 * grants stand on beside its own row, which is one of its overrides.
 */
export async function holdIntegrationAlone(
  ctx: Context,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<void> {
  await lockIntegration(ctx, workspaceId, id);
}
