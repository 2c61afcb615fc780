import { findApplication } from "#lib/applications/find-application.ts";
import type { Context } from "#lib/context/context.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { findRuntimeConfiguration } from "#lib/runtime-configurations/find-runtime-configuration.ts";
import { getDefaultRuntimeConfigurationId } from "#lib/runtime-configurations/get-default-runtime-configuration.ts";
import type { Under } from "./find-layers.ts";

/**
 * Under what somebody connects who names a runtime configuration and an application by id or slug: the default one, and none,
 * unless named. 422 at `/runtime` or `/application`. It decides about no permission.
 */
export async function findUnder(
  ctx: Context,
  workspaceId: string,
  { runtime, application }: { runtime?: string; application?: string },
): Promise<Under> {
  const [runtimeConfigurationId, applicationId] = await Promise.all([
    runtime === undefined
      ? getDefaultRuntimeConfigurationId(ctx, workspaceId)
      : findRuntimeConfiguration(ctx, workspaceId, runtime, "/runtime").then(({ id }) => id),
    application === undefined
      ? null
      : findApplication(ctx, workspaceId, application, "/application").then(({ id }) => id),
  ]);
  return { runtimeConfigurationId, applicationId };
}

/** Under what an actor connects without a word about it: an API key under its own, everybody else under the default. */
export async function underOf(ctx: Context, actor: WorkspaceActor): Promise<Under> {
  const own = actor.kind === "api-key" ? actor : { runtimeConfigurationId: null, applicationId: null };
  return {
    runtimeConfigurationId:
      own.runtimeConfigurationId ?? (await getDefaultRuntimeConfigurationId(ctx, actor.workspaceId)),
    applicationId: own.applicationId,
  };
}

/** Under what a connection was made, where it stays. */
export function toUnder({ runtimeConfigurationId, applicationId }: Under): Under {
  return { runtimeConfigurationId, applicationId };
}
