import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { findOffering, findVisibleOffering } from "#lib/custom-offerings/find-offering.ts";
import { holdOffering } from "#lib/custom-offerings/hold-offering.ts";
import type { Integration } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { insertIntegration, listSlugsLike, type NewIntegration } from "./repository.ts";
import {
  checkOfferingIsOpen,
  chooseCallback,
  chooseSlug,
  copyName,
  isPlatformAdmin,
  newIntegrationKey,
  slugBase,
  toCallback,
  toCallbackPath,
  toDifference,
  toVariables,
} from "./rules.ts";

/**
 * Makes a draft with the same settings as an integration, under a name, slug and callback key of its own. The secret, the
 * connections and the proofs stay with the first. 409 when its offering is gone or just changed, 422 when nothing new is
 * built on it.
 */
export async function createIntegrationCopy(ctx: Context, { id }: { id: string }): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const source = await loadIntegration(ctx, id);
  const offering = await findVisibleOffering(ctx, actor.workspaceId, source.offeringId, { isOpen: true });
  if (!offering) throw conflict("Nothing new can be built on this integration's offering (any more).");
  const successor = offering.status.replacedBy && (await findOffering(ctx, offering.status.replacedBy));
  checkOfferingIsOpen(offering, successor ? successor.displayName : null);
  const name = copyName(source.name);
  const taken = await listSlugsLike(ctx, actor.workspaceId, slugBase(name, offering.id));
  const { workspaceId, offeringId, kind, credentialSource, oauthCredentialId, clientId } = source;
  const { clientAuthentication, scopes, connectionMode, requestRefreshToken, prompt, caCertificates } =
    source;
  const isShared = toCallback(source.callbackPath) === "shared" && isPlatformAdmin(actor);
  const callback = chooseCallback(
    actor,
    credentialSource === "deployment" ? undefined : isShared ? "shared" : "keyed",
    credentialSource,
  );
  const integrationKey = newIntegrationKey();
  const row: Omit<NewIntegration, "id"> = {
    ...{ workspaceId, offeringId, kind, credentialSource, oauthCredentialId, clientId, clientAuthentication },
    ...{ scopes, connectionMode, requestRefreshToken, prompt, caCertificates, name, integrationKey },
    variables: toVariables(source),
    slug: chooseSlug(undefined, name, offering.id, taken),
    createdById: actor.userId,
    callbackPath: toCallbackPath(callback, integrationKey),
  };
  // Where accounts connect by a key there is no client to prove.
  const status = issuesTokens(kind) ? "draft" : "configured";
  const copyId = newId("integration", ctx.now().getTime());
  await inTransaction(ctx, async (ctx) => {
    await holdOffering(ctx, offering);
    await insertIntegration(ctx, { ...row, id: copyId, status });
    await createAuditEvent(ctx, {
      action: "integration.create",
      target: { kind: "integration", id: copyId, label: name },
      changes: { ...toDifference({}, row), copiedFrom: source.id, hasSecret: false, verdict: null },
    });
  });
  return describeIntegration(ctx, actor, copyId);
}
