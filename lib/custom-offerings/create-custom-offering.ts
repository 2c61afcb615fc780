import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { invalidInput, isAppError } from "#lib/core/errors.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import { addCustomOffering } from "./add-custom-offering.ts";
import type { CreateCustomOffering, CustomOffering } from "./contract.ts";
import { describeOffering } from "./describe-offering.ts";
import { loadOfferingData } from "./load-offering.ts";
import { loadSurroundings } from "./load-surroundings.ts";
import { lockNames } from "./repository-versions.ts";
import { checkOfferingData, nameOfCopy } from "./rules.ts";

/**
 * Makes a custom offering of the deployment, a draft: of data from the form, of an export to the letter, or as a copy of
 * another offering. Nobody else sees it before it is published. 422 with a pointer below `/data` for every mistake.
 */
export async function createCustomOffering(
  caller: Context,
  { data, copyOf, isImport = false }: CreateCustomOffering,
): Promise<CustomOffering> {
  const actor = authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const original = copyOf === undefined ? null : await loadOriginal(ctx, copyOf);
  const id = await inTransaction(ctx, async (ctx) => {
    await lockNames(ctx);
    const surroundings = await loadSurroundings(ctx, null);
    const value = original ? copyFor(original, surroundings.takenNames) : (data ?? {});
    const checked = checkOfferingData(value, surroundings, { isToTheLetter: isImport });
    const added = { workspaceId: null, createdById: actor.userId, isPublished: false };
    const id = await addCustomOffering(ctx, checked, added);
    await createAuditEvent(ctx, {
      action: isImport ? "offering.import" : "offering.create",
      target: { kind: "offering", id, label: checked.displayName },
      changes: { version: { before: null, after: 1 }, ...(copyOf !== undefined && { copyOf }) },
    });
    return id;
  });
  return describeOffering(ctx, id);
}

async function loadOriginal(ctx: Context, id: string): Promise<OfferingData> {
  try {
    return await loadOfferingData(ctx, id);
  } catch (error) {
    if (isAppError(error) && error.code === "not-found")
      throw invalidInput("/copyOf", "There is no such offering. Choose one from the list.");
    throw error;
  }
}

// What became of the original says nothing about the copy.
function copyFor({ status: _, displayName, ...rest }: OfferingData, takenNames: readonly string[]) {
  return { ...rest, displayName: nameOfCopy(displayName, takenNames) };
}
