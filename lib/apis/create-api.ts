import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { newId } from "#lib/core/ids.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { insertPrivateOffering, preparePrivateOffering } from "#lib/custom-offerings/private-offering.ts";
import type { CreateIntegration } from "#lib/integrations/contract.ts";
import { insertPrepared, prepareIntegration } from "#lib/integrations/create-integration.ts";
import { authorizeApiChange } from "./authorize-change.ts";
import type { Api, CreateApi } from "./contract.ts";
import { describeApi } from "./describe-api.ts";
import { byTag } from "./group-operations.ts";
import { type LoadedDocument, loadDocument } from "./load-document.ts";
import { type Endpoints, toOfferingData } from "./offering-data.ts";
import { insertApi, listSlugsLike, replaceOperations } from "./repository.ts";
import { checkEndpoints, checkHash, chooseSlug, slugBase, tidy, withoutQuery } from "./rules.ts";

/**
 * Creates a custom API, from a document or by hand: an offering that is private to the workspace, an integration at it
 * with a callback address of its own (D-05), and the operations. All of it is written, or nothing. Errors: those of
 * `loadDocument` and `prepareIntegration`, 422 at the field for an address, 409 for a document that has changed.
 */
export async function createApi(ctx: Context, input: CreateApi): Promise<Api> {
  const { workspaceId, userId } = authorizeApiChange(ctx);
  const endpoints = endpointsOf(input);
  checkEndpoints(ctx.settings, endpoints);
  const loaded = await loadDocument(ctx, input);
  if (loaded) checkHash(input.expectedHash, loaded.hash);
  const { name, description = loaded?.description ?? null } = input;
  const slug = chooseSlug(name, await listSlugsLike(ctx, workspaceId, slugBase(name)));
  const facts = { name, slug, endpoints, schemes: loaded?.schemes ?? [], hasDocument: loaded !== null };
  const prepared = preparePrivateOffering(ctx, toOfferingData({ ...facts, now: ctx.now() }));
  const integration = await prepareIntegration(
    ctx,
    integrationOf(input, prepared.data.id),
    prepared.offering,
  );
  const id = newId("api", ctx.now().getTime());
  await inTransaction(ctx, async (ctx) => {
    await insertPrivateOffering(ctx, prepared);
    const integrationId = await insertPrepared(ctx, integration);
    const place = { id, workspaceId, offeringId: prepared.data.id, integrationId, createdById: userId };
    await insertApi(ctx, { ...place, slug, name, description, ...documentColumns(ctx, loaded) });
    await replaceOperations(ctx, id, byTag(loaded?.operations ?? []));
    await createAuditEvent(ctx, {
      action: "api.create",
      target: { kind: "api", id, label: name, integrationId },
      changes: {
        ...{ slug, ...endpoints, integrationId, offeringId: prepared.data.id },
        document: loaded && { hash: loaded.hash, url: withoutQuery(loaded.url), format: loaded.format },
        operations: loaded?.operations.length ?? 0,
      },
    });
  });
  return describeApi(ctx, workspaceId, id);
}

/** What is kept of a document beside its operations. */
export function documentColumns(ctx: Context, loaded: LoadedDocument | null) {
  if (!loaded) return {};
  return {
    documentFormat: loaded.format,
    documentVersion: loaded.version,
    documentHash: loaded.hash,
    documentUrl: loaded.url,
    documentServers: loaded.servers,
    documentSchemes: loaded.schemes,
    importedAt: ctx.now(),
  };
}

// What belongs to another way to connect is left out.
function endpointsOf(input: CreateApi): Endpoints {
  const { kind, baseUrl, authorizeUrl = null, tokenUrl = null, refreshUrl = null, keyPlace = null } = input;
  const { accountPath = null, accountIdPath = null } = input;
  return tidy({
    ...{ kind, baseUrl, accountPath, accountIdPath },
    authorizeUrl: kind === "oauth2" ? authorizeUrl : null,
    tokenUrl: issuesTokens(kind) ? tokenUrl : null,
    refreshUrl: kind === "oauth2" ? refreshUrl : null,
    scopes: issuesTokens(kind) ? input.scopes : [],
    keyPlace: kind === "api_key" ? keyPlace : null,
  });
}

// An integration takes only what belongs to its way to connect.
function integrationOf(input: CreateApi, offeringId: string): CreateIntegration {
  const { kind, name, clientId, clientSecret, clientAuthentication, connectionMode, integrationKey } = input;
  const client = { clientId, clientSecret, clientAuthentication };
  return {
    ...{ name, kind, offeringId, connectionMode, integrationKey },
    scopes: issuesTokens(kind) ? input.scopes : [],
    ...(issuesTokens(kind) && client),
    ...(kind === "oauth2" && { callback: "keyed" as const }),
  };
}
