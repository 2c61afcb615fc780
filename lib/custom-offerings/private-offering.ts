import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { type CatalogueOffering, toCustomOffering } from "#lib/offerings/catalogue-offering.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import { insertCustomOffering } from "./repository.ts";
import { deleteUnusedRow, insertPrivateVersion } from "./repository-private.ts";

/** What a custom API makes of its addresses: all of an offering but its id. */
export type PrivateOfferingData = Omit<OfferingData, "id">;

/** A private offering that is not written yet, as integrations would see it. */
export interface PreparedOffering {
  data: OfferingData;
  offering: CatalogueOffering;
}

/**
 * Checks the data of an offering that is private to the actor's workspace, by the rules of the catalogue. `id` is that
 * of the offering whose next version it is; a new one without it. Whoever calls it has said what is wrong in the words
 * of its own fields: what is left wrong is our mistake, 500.
 */
export function preparePrivateOffering(
  ctx: Context,
  data: PrivateOfferingData,
  id?: string,
): PreparedOffering {
  const { workspaceId } = authorize(ctx.actor, "apis:write");
  const { sandboxOrigin } = ctx.settings;
  const named = { ...data, id: id ?? newId("offering", ctx.now().getTime()) };
  const parsed = parseOfferingData(named, sandboxOrigin);
  if (!parsed.data) {
    const [problem] = parsed.problems;
    throw new AppError("internal", `offering data ${problem?.pointer}: ${problem?.detail}`);
  }
  const offering = toCustomOffering(parsed.data, { workspaceId, version: 1 }, sandboxOrigin);
  return { data: parsed.data, offering };
}

/** Writes a prepared offering, published, in the transaction of whoever calls it; that one audits it. */
export async function insertPrivateOffering(ctx: Context, { data }: PreparedOffering): Promise<void> {
  const { workspaceId, userId } = authorize(ctx.actor, "apis:write");
  const { id, displayName, provider } = data;
  await insertCustomOffering(ctx, {
    ...{ id, displayName, provider, data, workspaceId },
    createdById: userId,
    isPublished: true,
  });
}

/** Writes a prepared offering as the published next version of the one that bears its id. 404 for another workspace's. */
export async function updatePrivateOffering(ctx: Context, { data }: PreparedOffering): Promise<void> {
  const { workspaceId, userId } = authorize(ctx.actor, "apis:write");
  await insertPrivateVersion(ctx, { workspaceId, data, createdById: userId });
}

/**
 * Deletes an offering that is private to a workspace, with all of its versions, unless an integration or an API still
 * stands on it. It decides about no permission: the verb that took away the last of them has.
 */
export async function deleteUnusedOffering(
  ctx: Context,
  { workspaceId, offeringId }: { workspaceId: string; offeringId: string },
): Promise<void> {
  await deleteUnusedRow(ctx, workspaceId, offeringId);
}
