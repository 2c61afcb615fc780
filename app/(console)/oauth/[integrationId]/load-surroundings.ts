import { cache } from "react";
import type { Surroundings } from "#components/overrides/named.ts";
import { listApplications } from "#lib/applications/list-applications.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { maxSurroundings } from "#lib/core/surrounding.ts";
import { listRuntimeConfigurations } from "#lib/runtime-configurations/list-runtime-configurations.ts";

/** What the workspace tells apart: all its runtime configurations and applications, once a request. */
export const loadSurroundings = cache(async (): Promise<Surroundings> => {
  const ctx = await pageContext();
  const page = { limit: maxSurroundings };
  const [runtimeConfigurations, applications] = await Promise.all([
    listRuntimeConfigurations(ctx, page),
    listApplications(ctx, page),
  ]);
  const named = ({ id, slug, name, isDefault }: Surroundings["applications"][number]) => ({
    ...{ id, slug, name, isDefault },
  });
  return {
    runtimeConfigurations: runtimeConfigurations.items.map(named),
    applications: applications.items.map(named),
  };
});
