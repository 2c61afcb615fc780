import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { type Page, type PageQuery, toPage } from "#lib/core/page.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import { clientFacts } from "./client-source.ts";
import { type VerificationRecord, verificationObservedSchema } from "./contract.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { listVerificationRows } from "./repository-history.ts";
import { toRedirectUri } from "./rules.ts";
import { describeVerification } from "./to-integration.ts";

/**
 * A page of the history of proofs of an integration's client, newest first: what was tried, how and by whom, what the
 * provider answered. A new secret that was refused is among it, though it was never stored.
 */
export async function listVerifications(
  ctx: Context,
  { id, ...query }: PageQuery & { id: string },
): Promise<Page<VerificationRecord>> {
  authorize(ctx.actor, "integrations:read");
  const row = await loadIntegration(ctx, id);
  const place = { integrationId: row.id, workspaceId: row.workspaceId };
  const { items, nextCursor } = toPage(await listVerificationRows(ctx, place, query), query.limit);
  const nameOf = await listPeople(
    ctx,
    items.map(({ actorId }) => actorId),
  );
  const redirectUri = toRedirectUri(ctx.settings, row.callbackPath);
  const { authentication } = clientFacts(row, row.oauthCredential);
  const records = items.map(
    (check): VerificationRecord => ({
      ...describeVerification(check, { kind: row.kind, authentication, redirectUri, nameOf }),
      id: check.id,
      secret: check.secret,
      wasSecretKept: verificationObservedSchema.parse(check.observed).wasSecretKept,
      isAboutPresentSettings: check.configVersion === row.configVersion,
    }),
  );
  return { items: records, nextCursor };
}
