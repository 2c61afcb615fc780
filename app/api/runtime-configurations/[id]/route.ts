import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import {
  runtimeConfigurationParams,
  runtimeConfigurationSchema,
  updateRuntimeConfigurationSchema,
} from "#lib/runtime-configurations/contract.ts";
import { deleteRuntimeConfiguration } from "#lib/runtime-configurations/delete-runtime-configuration.ts";
import { getRuntimeConfiguration } from "#lib/runtime-configurations/get-runtime-configuration.ts";
import { updateRuntimeConfiguration } from "#lib/runtime-configurations/update-runtime-configuration.ts";

export const GET = route({
  access: "workspace:read",
  summary: "Get a runtime configuration",
  input: { params: runtimeConfigurationParams },
  output: runtimeConfigurationSchema,
  run: (ctx, { params }) => getRuntimeConfiguration(ctx, params),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "workspace:manage",
  summary: "Rename a runtime configuration, or make it the default",
  input: { params: runtimeConfigurationParams, body: updateRuntimeConfigurationSchema },
  output: runtimeConfigurationSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => updateRuntimeConfiguration(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "workspace:manage",
  summary: "Delete a runtime configuration that nothing uses",
  description:
    "Not the default. 409 while keys, connections or overrides hang on it. Ended keys move to the default.",
  input: { params: runtimeConfigurationParams },
  problems: ["conflict"],
  run: (ctx, { params }) => deleteRuntimeConfiguration(ctx, params),
});
