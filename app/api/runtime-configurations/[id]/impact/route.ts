import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import {
  runtimeConfigurationImpactSchema,
  runtimeConfigurationParams,
} from "#lib/runtime-configurations/contract.ts";
import { getRuntimeConfigurationImpact } from "#lib/runtime-configurations/get-runtime-configuration-impact.ts";

export const GET = route({
  access: "workspace:manage",
  summary: "What hangs on a runtime configuration",
  input: { params: runtimeConfigurationParams },
  output: runtimeConfigurationImpactSchema,
  run: (ctx, { params }) => getRuntimeConfigurationImpact(ctx, params),
});

export const HEAD = head(GET);
