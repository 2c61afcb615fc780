import { findApplication } from "#lib/applications/find-application.ts";
import { holdApplication } from "#lib/applications/hold-application.ts";
import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { invalidInput } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { findRuntimeConfiguration } from "#lib/runtime-configurations/find-runtime-configuration.ts";
import { holdRuntimeConfiguration } from "#lib/runtime-configurations/hold-runtime-configuration.ts";
import { auditTarget, changeOverrides } from "./change-overrides.ts";
import { checkOverride, recordOverrideCheck } from "./check-override.ts";
import type { CreateOverride, Override } from "./contract.ts";
import { describeOverride } from "./describe-override.ts";
import { checkSecret, planOverride } from "./plan-override.ts";
import { changedMeanwhile, insertOverride } from "./repository.ts";
import { settledSettings, statusOf, toDifference } from "./rules.ts";

/**
 * Adds an override to an integration (id or slug), for one runtime configuration or one application. What it replaces of the
 * client, its authentication or its addresses is asked of the provider first, alone on the integration: verified →
 * `configured`, anything else → `draft`. Connections that are there already go on as they were made. 422 with a pointer,
 * 409 where there is one for the same already.
 */
export async function createOverride(
  ctx: Context,
  { id, ...input }: CreateOverride & { id: string },
): Promise<Override> {
  const actor = authorize(ctx.actor, "integrations:write");
  const integration = await loadIntegration(ctx, id);
  const scope = await findScope(ctx, actor.workspaceId, input);
  const offering = await findOffering(ctx, integration.offeringId);
  const plan = planOverride({ offering, integration, settings: input.settings });
  checkSecret(plan, input.clientSecret, false);
  const check = await checkOverride(ctx, integration, plan, {
    scopeId: scope.id,
    ownSecret: input.clientSecret ?? null,
  });
  const overrideId = newId("override", ctx.now().getTime());
  const settings = settledSettings(plan, check);
  const isVerified = check?.verdict === "verified";
  await changeOverrides(ctx, { integration, offering }, async (ctx) => {
    if (!(await holdScope(ctx, actor.workspaceId, scope))) throw changedMeanwhile();
    await insertOverride(ctx, {
      ...{ id: overrideId, workspaceId: integration.workspaceId, integrationId: integration.id },
      ...{ runtimeConfigurationId: scope.runtimeConfigurationId, applicationId: scope.applicationId },
      ...{ settings, configVersion: 1, createdById: actor.userId },
      status: statusOf(settings, check),
      secret: input.clientSecret,
      ...(isVerified && input.clientSecret && { secretVerifiedAt: ctx.now() }),
    });
    const about = { integration, overrideId, configVersion: 1, actor };
    if (check) await recordOverrideCheck(ctx, { ...about, check, method: "client_check" });
    await createAuditEvent(ctx, {
      action: "override.create",
      target: auditTarget(overrideId, integration, scope),
      changes: {
        ...toDifference({}, settings),
        ...{ integrationId: integration.id, scope: { kind: scope.kind, id: scope.id } },
        ...{ hasSecret: input.clientSecret !== undefined, verdict: check?.verdict ?? null },
      },
    });
  });
  return describeOverride(ctx, integration.id, overrideId);
}

// Held until the override is written, so that what it is for is not deleted in the same moment.
function holdScope(
  ctx: Context,
  workspaceId: string,
  { id, kind }: { id: string; kind: string },
): Promise<boolean> {
  const place = { id, workspaceId };
  return kind === "application" ? holdApplication(ctx, place) : holdRuntimeConfiguration(ctx, place);
}

async function findScope(
  ctx: Context,
  workspaceId: string,
  { runtimeConfiguration, application }: Pick<CreateOverride, "runtimeConfiguration" | "application">,
) {
  if ((runtimeConfiguration === undefined) === (application === undefined)) {
    throw invalidInput(
      runtimeConfiguration === undefined ? "/runtimeConfiguration" : "/application",
      "An override is for one runtime configuration or for one application: name exactly one of them.",
    );
  }
  if (application !== undefined) {
    const { id, name } = await findApplication(ctx, workspaceId, application, "/application");
    return { kind: "application", id, name, runtimeConfigurationId: null, applicationId: id };
  }
  const { id, name } = await findRuntimeConfiguration(
    ctx,
    workspaceId,
    runtimeConfiguration ?? null,
    "/runtimeConfiguration",
  );
  return { kind: "runtime-configuration", id, name, runtimeConfigurationId: id, applicationId: null };
}
