import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, type WorkspaceActor } from "#lib/core/actor.ts";
import { AppError, conflict, invalidInput } from "#lib/core/errors.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { keptUntil, noteSecretChange, retireActive } from "./activate-secret.ts";
import { type ClientCheck, checkStoredIntegration } from "./check-integration-client.ts";
import type { Integration, RotateSecret } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";
import { explainCheck } from "./explanations.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { noClient } from "./kind-rules.ts";
import { recordCheck } from "./record-check.ts";
import { deleteSecrets, type IntegrationRow, insertSecret, updateIntegrationRow } from "./repository.ts";
import { toDifference, toRedirectUri } from "./rules.ts";

interface Rotation {
  row: IntegrationRow;
  actor: WorkspaceActor;
  check: ClientCheck;
  input: RotateSecret;
}

/**
 * Enters a new client secret. The provider is asked first: verified → it takes over, and the old one is kept, sealed, for
 * the chosen time; inconclusive → it waits for a verification by signing in, and the old one stays in force; rejected →
 * 422 at `/clientSecret` with what was observed, and nothing but that verdict is stored. 409 as for `verifyIntegration`.
 */
export async function rotateSecret(
  ctx: Context,
  { id, ...input }: RotateSecret & { id: string },
): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const row = await loadIntegration(ctx, id);
  if (row.oauthCredential)
    throw conflict("This integration uses the deployment's OAuth app; a platform admin changes its secret.");
  if (!issuesTokens(row.kind)) throw noClient(row);
  if (row.clientAuthentication === "none") {
    throw invalidInput(
      "/clientSecret",
      "This client is set up as one without a secret. Change how it authenticates first.",
    );
  }
  const { clientSecret } = input;
  const check = await checkStoredIntegration(ctx, row, { clientSecret, mayAdopt: row.status === "draft" });
  await inTransaction(ctx, async (ctx) => {
    const rotation = { row, actor, check, input };
    if (check.verdict === "rejected") await keepRejection(ctx, rotation);
    else await storeSecret(ctx, rotation);
    await createAuditEvent(ctx, {
      action: "integration-secret.rotate",
      target: { kind: "integration", id: row.id, label: row.name },
      outcome: check.verdict === "rejected" ? "failed" : "success",
      cause: check.cause,
      changes: {
        verdict: check.verdict,
        isInForce: check.verdict === "verified",
        ...(check.verdict === "verified" &&
          toDifference(row, { clientAuthentication: check.authentication })),
      },
    });
  });
  if (check.verdict === "rejected") throw rejected(ctx, row, check);
  return describeIntegration(ctx, actor, row.id);
}

async function storeSecret(ctx: Context, { row, actor, check, input }: Rotation): Promise<void> {
  const { id: integrationId, workspaceId, configVersion } = row;
  const isVerified = check.verdict === "verified";
  await updateIntegrationRow(ctx, row, {
    status: isVerified ? "configured" : row.status,
    clientAuthentication: isVerified ? check.authentication : row.clientAuthentication,
  });
  await deleteSecrets(ctx, row, ["pending"]);
  if (isVerified) await retireActive(ctx, row, input.keepPreviousHours);
  const secretId = await insertSecret(ctx, {
    workspaceId,
    integrationId,
    state: isVerified ? "active" : "pending",
    secret: input.clientSecret,
    createdById: actor.userId,
    keptUntil: isVerified ? null : keptUntil(ctx, input.keepPreviousHours),
    expiresOn: input.expiresOn ? new Date(input.expiresOn) : null,
  });
  if (isVerified) await noteSecretChange(ctx, row);
  await recordCheck(ctx, {
    workspaceId,
    integrationId,
    actor,
    check,
    method: "client_check",
    secretId,
    configVersion,
  });
}

// The verdict belongs to no stored secret, so it shows in no state; it stays for whoever asks what was tried.
async function keepRejection(ctx: Context, { row, actor, check }: Rotation): Promise<void> {
  const { id: integrationId, workspaceId, configVersion } = row;
  await recordCheck(ctx, {
    workspaceId,
    integrationId,
    actor,
    check,
    method: "client_check",
    secretId: null,
    configVersion,
    wasSecretKept: false,
  });
}

function rejected(ctx: Context, row: IntegrationRow, check: ClientCheck): AppError {
  const { verdict, cause, workingAuthentication, observed } = check;
  const redirectUri = toRedirectUri(ctx.settings, row.callbackPath);
  const authentication = row.clientAuthentication;
  const explanation = explainCheck({
    verdict,
    cause,
    method: "client_check",
    redirectUri,
    authentication,
    workingAuthentication,
    kind: row.kind,
  });
  const kept = row.status === "configured" ? " The secret that was there stays in force." : "";
  const detail = `${explanation}${kept}`;
  return new AppError("invalid-input", `new secret of ${row.id} rejected: ${cause}`, {
    detail,
    errors: [{ pointer: "/clientSecret", detail }],
    extensions: { verification: { verdict, cause, workingAuthentication, observed } },
  });
}
