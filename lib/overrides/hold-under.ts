import { holdApplication } from "#lib/applications/hold-application.ts";
import type { Context } from "#lib/context/context.ts";
import { holdRuntimeConfiguration } from "#lib/runtime-configurations/hold-runtime-configuration.ts";
import type { Under } from "./find-layers.ts";

/** Keeps the runtime configuration and the application until the transaction ends; `false` when one of them is gone. */
export async function holdUnder(
  ctx: Context,
  workspaceId: string,
  { runtimeConfigurationId, applicationId }: Under,
): Promise<boolean> {
  if (!(await holdRuntimeConfiguration(ctx, { id: runtimeConfigurationId, workspaceId }))) return false;
  return applicationId === null || (await holdApplication(ctx, { id: applicationId, workspaceId }));
}
