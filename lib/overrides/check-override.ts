import type { Context } from "#lib/context/context.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import type { Secret } from "#lib/core/secret.ts";
import { type ClientCheck, checkIntegrationClient } from "#lib/integrations/check-integration-client.ts";
import { openClientSecret } from "#lib/integrations/client-source.ts";
import type { Verification } from "#lib/integrations/contract.ts";
import type { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { ownCallbackPath, secretOf } from "#lib/integrations/rules.ts";
import type { OverridePlan } from "./plan-override.ts";
import { insertVerification } from "./repository.ts";
import { needsProof } from "./rules.ts";

type IntegrationRow = Awaited<ReturnType<typeof loadIntegration>>;

/**
 * Asks the provider about an override's client alone on its integration, as `checkIntegrationClient` does; outside any
 * transaction (D-10). `null` when it replaces nothing that has to be proven, or there is no secret to ask with.
 */
export async function checkOverride(
  ctx: Context,
  integration: IntegrationRow,
  plan: OverridePlan,
  { scopeId, ownSecret }: { scopeId: string; ownSecret: Secret<string> | null },
): Promise<ClientCheck | null> {
  if (!needsProof(plan.settings) || !plan.clientId) return null;
  const { provider, clientId, authentication, mayAdopt } = plan;
  const isPublic = authentication === "none";
  const clientSecret = isPublic ? null : plan.hasOwnClient ? ownSecret : await openActive(ctx, integration);
  if (!clientSecret && !isPublic) return null;
  const callbackPath = callbackPathOf(integration, scopeId, plan.hasOwnClient);
  return checkIntegrationClient(ctx, {
    provider,
    clientId,
    clientSecret,
    authentication,
    mayAdopt,
    callbackPath,
    scopes: plan.settings.scopes ?? integration.scopes,
    caCertificates: integration.caCertificates,
  });
}

/** Where people come back to who connect under an override, with a client of its own or with the integration's. */
export function callbackPathOf(integration: IntegrationRow, scopeId: string, isOwn: boolean): string {
  return isOwn ? ownCallbackPath(integration, scopeId) : integration.callbackPath;
}

interface CheckRecord {
  integration: IntegrationRow;
  overrideId: string;
  /** The override's. */
  configVersion: number;
  actor: WorkspaceActor;
  check: Pick<Verification, "verdict" | "cause" | "workingAuthentication" | "observed">;
  method: Verification["method"];
}

/** Keeps a verdict about an override's client. Call it in the transaction of the change. */
export async function recordOverrideCheck(
  ctx: Context,
  { integration, actor, check, ...rest }: CheckRecord,
): Promise<void> {
  const { verdict, cause, workingAuthentication, observed } = check;
  await insertVerification(ctx, {
    ...rest,
    ...{ workspaceId: integration.workspaceId, integrationId: integration.id, secretId: null },
    ...{ verdict, cause, actorId: actor.userId },
    observed: { attempts: observed.attempts, workingAuthentication },
  });
}

function openActive(ctx: Context, integration: IntegrationRow): Promise<Secret<string> | null> {
  return openClientSecret(ctx, integration, secretOf(integration, "active"));
}
