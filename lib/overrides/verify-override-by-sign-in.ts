import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { holdIntegrationAlone } from "#lib/integrations/hold-integration.ts";
import { auditTarget } from "./change-overrides.ts";
import { recordOverrideCheck } from "./check-override.ts";
import { loadOverride, scopeOf } from "./load-override.ts";
import { changedMeanwhile, updateOverrideRow } from "./repository.ts";

/** The sign-in that was made, and with what. */
interface SignIn {
  integrationId: string;
  verifiesOverrideId: string | null;
  configVersion: number;
}

/**
 * Records that an admin signed in at the provider with an override's client, which proves it. 409 when the integration or
 * the override changed since the sign-in began (`versions`: what the client was loaded with); then nothing is proven.
 */
export async function verifyOverrideBySignIn(
  ctx: Context,
  { integrationId, verifiesOverrideId, configVersion }: SignIn,
  versions: string,
): Promise<void> {
  const actor = authorize(ctx.actor, "integrations:write");
  await inTransaction(ctx, async (ctx) => {
    await holdIntegrationAlone(ctx, { id: integrationId, workspaceId: actor.workspaceId });
    const integration = await loadIntegration(ctx, integrationId);
    const row = await loadOverride(ctx, integration, verifiesOverrideId ?? "");
    if (integration.configVersion !== configVersion || versions !== `${row.id}:${row.configVersion}`)
      throw changedMeanwhile();
    await updateOverrideRow(ctx, row, {
      status: "configured",
      ...(row.keyId !== null && { secretVerifiedAt: ctx.now() }),
    });
    const check = {
      ...{ verdict: "verified" as const, cause: "signed-in", workingAuthentication: null },
      observed: { attempts: [] },
    };
    const about = { integration, overrideId: row.id, configVersion: row.configVersion, actor };
    await recordOverrideCheck(ctx, { ...about, check, method: "sign_in" });
    await createAuditEvent(ctx, {
      action: "override.verify",
      target: auditTarget(row.id, integration, scopeOf(row)),
      cause: "signed-in",
      changes: {
        verdict: "verified",
        method: "sign_in",
        status: { before: row.status, after: "configured" },
      },
    });
  });
}
