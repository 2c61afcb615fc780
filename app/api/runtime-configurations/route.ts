import { pageQuerySchema } from "#lib/core/page.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import {
  createRuntimeConfigurationSchema,
  runtimeConfigurationPageSchema,
  runtimeConfigurationSchema,
} from "#lib/runtime-configurations/contract.ts";
import { createRuntimeConfiguration } from "#lib/runtime-configurations/create-runtime-configuration.ts";
import { listRuntimeConfigurations } from "#lib/runtime-configurations/list-runtime-configurations.ts";

export const GET = route({
  access: "workspace:read",
  summary: "List runtime configurations",
  description: "Where the workspace's software runs: production, test, … Oldest first.",
  input: { query: pageQuerySchema },
  output: runtimeConfigurationPageSchema,
  run: (ctx, { query }) => listRuntimeConfigurations(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "workspace:manage",
  summary: "Add a runtime configuration",
  input: { body: createRuntimeConfigurationSchema },
  output: runtimeConfigurationSchema,
  status: 201,
  problems: ["conflict"],
  run: async (ctx, { body }) => {
    const added = await createRuntimeConfiguration(ctx, body);
    return withHeaders(added, { location: `/api/runtime-configurations/${added.id}` });
  },
});
