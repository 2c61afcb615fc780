import { findApplication } from "#lib/applications/find-application.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { resolveClient, toLayersOf } from "#lib/integrations/effective-client.ts";
import { notConfigured } from "#lib/integrations/get-integration-api.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { findRuntimeConfiguration } from "#lib/runtime-configurations/find-runtime-configuration.ts";
import type { EffectiveSettings, SettingsQuery } from "./contract.ts";
import { listEffectiveSettings } from "./effective-view.ts";
import { findLayersUnder } from "./find-layers.ts";
import { resolveSettings } from "./resolve-settings.ts";

/**
 * The settings of an integration (id or slug) as they count for whoever connects under a runtime configuration and an
 * application: each value, where it comes from, and what it hides. 422 at `/runtime` or `/application`, 409
 * `integration-not-configured` where the offering is gone or the settings lead a client astray.
 */
export async function getEffectiveSettings(
  ctx: Context,
  { id, runtime, application: named }: SettingsQuery & { id: string },
): Promise<EffectiveSettings> {
  const { workspaceId } = authorize(ctx.actor, "integrations:read");
  const integration = await loadIntegration(ctx, id);
  const [runtimeConfiguration, application, offering] = await Promise.all([
    findRuntimeConfiguration(ctx, workspaceId, runtime ?? null, "/runtime"),
    named === undefined ? null : findApplication(ctx, workspaceId, named, "/application"),
    findOffering(ctx, integration.offeringId),
  ]);
  if (!offering) throw notConfigured(integration);
  const under = { runtimeConfigurationId: runtimeConfiguration.id, applicationId: application?.id ?? null };
  const overrides = await findLayersUnder(ctx, integration, under);
  const effective = resolveClient(offering, integration, overrides);
  const settings = resolveSettings({
    ...toLayersOf(integration, overrides),
    offering: {
      clientAuthentication: offering.clientAuthentications[0],
      scopes: [...new Set([...offering.scopes.required, ...offering.scopes.default])],
      variables: presetsOf(offering),
    },
  });
  return {
    runtimeConfiguration,
    application,
    isProven: effective.unproven === null,
    items: listEffectiveSettings(ctx.settings, { offering, integration, overrides, effective, settings }),
  };
}

function presetsOf({ variables }: { variables: readonly { name: string; default: string | null }[] }) {
  return Object.fromEntries(
    variables.flatMap(({ name, default: preset }) => (preset ? [[name, preset]] : [])),
  );
}
