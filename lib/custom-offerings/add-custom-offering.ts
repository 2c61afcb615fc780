import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import { insertCustomOffering } from "./repository.ts";

interface Added {
  /** `null`: the deployment's; else private to that workspace. */
  workspaceId: string | null;
  createdById: string;
  /** Whether integrations see it from the start. */
  isPublished: boolean;
}

/**
 * Writes a custom offering of checked data (`parseOfferingData`) and gives its id, which the data then bears too. It
 * decides about no permission and audits nothing: the verb that calls it does, in its own transaction.
 */
export async function addCustomOffering(ctx: Context, data: OfferingData, added: Added): Promise<string> {
  const id = newId("offering", ctx.now().getTime());
  const { displayName, provider } = data;
  await insertCustomOffering(ctx, { id, displayName, provider, data: { ...data, id }, ...added });
  return id;
}
