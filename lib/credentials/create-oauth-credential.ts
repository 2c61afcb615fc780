import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { toDifference } from "#lib/core/difference.ts";
import { newId } from "#lib/core/ids.ts";
import { listSharedOfferings } from "#lib/custom-offerings/find-offering.ts";
import type { CreateOAuthCredential, OAuthCredential } from "./contract.ts";
import { describeCredential } from "./describe-credential.ts";
import { findCredentialByDomain, insertCredential } from "./repository.ts";
import { checkEndpoints, domainTaken, offeringsOf } from "./rules.ts";

/**
 * Adds the deployment's OAuth client at one domain. Nothing is proven yet: that happens where an integration uses it.
 * Errors: 422 with a pointer for what is wrong in the input, 409 at `/domain` for a domain that has an entry.
 */
export async function createOAuthCredential(
  caller: Context,
  { clientSecret, clientAuthentication = null, ...input }: CreateOAuthCredential,
): Promise<OAuthCredential> {
  const actor = authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  checkEndpoints(offeringsOf(await listSharedOfferings(ctx), input.domain), input);
  if (await findCredentialByDomain(ctx, input.domain)) throw domainTaken(input.domain);
  const id = newId("oauthCredential", ctx.now().getTime());
  const { domain, clientId, authorizeUrl, tokenUrl, scopes } = input;
  const fields = { clientId, clientAuthentication, authorizeUrl, tokenUrl, scopes };
  await inTransaction(ctx, async (ctx) => {
    await insertCredential(ctx, { ...fields, id, domain, secret: clientSecret, createdById: actor.userId });
    await createAuditEvent(ctx, {
      action: "oauth-credential.create",
      target: { kind: "oauth-credential", id, label: domain },
      changes: toDifference({}, fields),
    });
  });
  return describeCredential(ctx, id);
}
