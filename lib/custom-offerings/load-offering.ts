import type { Context } from "#lib/context/context.ts";
import { AppError, notFound } from "#lib/core/errors.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { findOfferingData } from "#lib/offerings/registry.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import { readOfferingVersion } from "./find-offering.ts";
import { type CustomOfferingRow, findDeploymentOffering, findVersionData } from "./repository-versions.ts";

/** The row of one of the deployment's own offerings. 404 for built-in, private and unknown ones alike. */
export async function loadCustomOffering(ctx: Context, id: string): Promise<CustomOfferingRow> {
  const row = await findDeploymentOffering(ctx, id);
  if (!row) throw notFound("custom offering");
  return row;
}

/** An offering's data, built-in or at a custom one's newest version, as an export has them. 404 where there is none. */
export async function loadOfferingData(ctx: Context, id: string): Promise<OfferingData> {
  const builtIn = findOfferingData(ctx.settings, id);
  if (builtIn) return builtIn;
  const { latestVersion } = await loadCustomOffering(ctx, id);
  const data = (await findVersionData(ctx, id, [latestVersion])).get(latestVersion);
  // Checked when it was stored; an editor must open it even if the rules have become stricter since.
  return data as OfferingData;
}

/** Two versions of an offering as integrations meet them; `null` for the version that there is none of. */
export async function loadVersions(
  ctx: Context,
  { id, publishedVersion, latestVersion }: CustomOfferingRow,
): Promise<{ before: CatalogueOffering | null; after: CatalogueOffering }> {
  const versions = [latestVersion, ...(publishedVersion === null ? [] : [publishedVersion])];
  const stored = await findVersionData(ctx, id, versions);
  const read = (version: number) =>
    readOfferingVersion(ctx, { id, workspaceId: null, version, data: stored.get(version) });
  const after = read(latestVersion);
  if (!after) {
    throw new AppError("conflict", `version ${latestVersion} of ${id} cannot be read`, {
      detail:
        "The rules for offerings have become stricter than this version. Save it again, then publish it.",
    });
  }
  return { before: publishedVersion === null ? null : read(publishedVersion), after };
}
