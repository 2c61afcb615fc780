import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { overrideNotProven } from "#lib/integrations/effective-client.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { statusAfterCheck } from "#lib/integrations/rules.ts";
import { auditTarget, changeOverrides } from "./change-overrides.ts";
import { checkOverride, recordOverrideCheck } from "./check-override.ts";
import type { Override } from "./contract.ts";
import { describeOverride } from "./describe-override.ts";
import { loadOverride, scopeOf } from "./load-override.ts";
import { planOverride } from "./plan-override.ts";
import { openSecret, updateOverrideRow } from "./repository.ts";
import { needsProof, settledSettings, toDifference, toSettings } from "./rules.ts";

/**
 * Asks the provider about an override's client again, alone on its integration: whatever is proven of the integration or of
 * another override says nothing about it. The verdict is data, not an error. 409 for one that needs no proof, 409
 * `integration-not-configured` when there is nothing to ask with.
 */
export async function verifyOverride(
  ctx: Context,
  { id, overrideId }: { id: string; overrideId: string },
): Promise<Override> {
  const actor = authorize(ctx.actor, "integrations:write");
  const integration = await loadIntegration(ctx, id);
  const row = await loadOverride(ctx, integration, overrideId);
  const settings = toSettings(row);
  if (!needsProof(settings))
    throw conflict("This override replaces nothing that has to be proven at the provider.");
  const offering = await findOffering(ctx, integration.offeringId);
  const plan = planOverride({ offering, integration, settings });
  const check = await checkOverride(ctx, integration, plan, {
    scopeId: scopeOf(row).id,
    ownSecret: await openSecret(ctx, row),
  });
  if (!check) throw overrideNotProven(integration, row);
  const status = statusAfterCheck(row.status, check.verdict);
  const proven = settledSettings(plan, check);
  const isOwnProven = plan.hasOwnClient && check.verdict === "verified" && row.keyId !== null;
  await changeOverrides(ctx, { integration, offering }, async (ctx) => {
    await updateOverrideRow(ctx, row, {
      ...{ status, settings: proven },
      ...(isOwnProven && { secretVerifiedAt: ctx.now() }),
    });
    const about = { integration, overrideId: row.id, configVersion: row.configVersion, actor };
    await recordOverrideCheck(ctx, { ...about, check, method: "client_check" });
    await createAuditEvent(ctx, {
      action: "override.verify",
      target: auditTarget(row.id, integration, scopeOf(row)),
      outcome: check.verdict === "verified" ? "success" : "failed",
      cause: check.cause,
      changes: {
        ...toDifference(settings, proven),
        ...{ verdict: check.verdict, status: { before: row.status, after: status } },
      },
    });
  });
  return describeOverride(ctx, integration.id, row.id);
}
