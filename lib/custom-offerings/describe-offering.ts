import type { Context } from "#lib/context/context.ts";
import { countIntegrationsOn } from "#lib/integrations/get-offering-use.ts";
import { findOffering as findInCatalogue } from "#lib/offerings/registry.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import type { CustomOffering } from "./contract.ts";
import { loadCustomOffering, loadOfferingData } from "./load-offering.ts";
import { listVersionRows } from "./repository-versions.ts";
import { summarizeBuiltIn, summarizeCustom } from "./summarize.ts";

/** One offering, built-in or custom, as its route answers it. 404 where there is none. The caller decided about permission. */
export async function describeOffering(ctx: Context, id: string): Promise<CustomOffering> {
  const data = await loadOfferingData(ctx, id);
  const integrationCount = await countIntegrationsOn(ctx, id);
  const nameOf = (otherId: string) => findInCatalogue(ctx.settings, otherId)?.displayName ?? otherId;
  const builtIn = findInCatalogue(ctx.settings, id);
  if (builtIn) {
    const summary = summarizeBuiltIn(builtIn, { integrationCount, nameOf });
    return { ...summary, isSandbox: builtIn.isSandbox, data, versions: [] };
  }
  const row = await loadCustomOffering(ctx, id);
  const versions = await listVersionRows(ctx, id);
  const personOf = await listPeople(
    ctx,
    versions.map(({ createdById }) => createdById),
  );
  return {
    ...summarizeCustom({ ...row, data }, { integrationCount, nameOf }),
    isSandbox: false,
    data,
    versions: versions.map(({ version, createdAt, createdById }) => ({
      version,
      createdAt: createdAt.toISOString(),
      createdBy: personOf(createdById),
    })),
  };
}
