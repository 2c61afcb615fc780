import type { Context } from "#lib/context/context.ts";
import { AppError, notFound } from "#lib/core/errors.ts";
import type { OAuthClient } from "#lib/core/provider.ts";
import { clientFacts, openClientSecret } from "./client-source.ts";
import { type IntegrationApi, notConfigured, toApi } from "./get-integration-api.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { findIntegrationById, type IntegrationRow } from "./repository.ts";
import { secretOf } from "./rules.ts";

export interface IntegrationClient extends Pick<IntegrationApi, "integration" | "provider"> {
  client: OAuthClient;
  /** The secret that `client` holds, for `verifyIntegrationBySignIn`; `null` for a client without one. */
  secretId: string | null;
}

interface Options {
  /** 409 `integration-not-configured` for a draft: everything but a verification by signing in wants that. */
  mustBeConfigured: boolean;
  /** Take the secret that waits for its proof, when there is one: for flows with the purpose `verify`. */
  usePendingSecret?: boolean;
}

/**
 * The OAuth client of one integration of the actor's workspace, by id or slug, with its secret opened.
 * It decides about no permission: the verb that calls it has. 404 for unknown and foreign alike; 409
 * `integration-not-configured` for a draft, and for anything that has no usable client at all.
 */
export async function getIntegrationClient(
  ctx: Context,
  idOrSlug: string,
  { mustBeConfigured, usePendingSecret = false }: Options,
): Promise<IntegrationClient> {
  const row = await loadIntegration(ctx, idOrSlug);
  if (mustBeConfigured && row.status !== "configured") throw notConfigured(row);
  return toClient(ctx, row, usePendingSecret);
}

/** The client of an existing integration of any workspace, draft or not, for refreshes and jobs. Only for the system. */
export async function getIntegrationClientById(
  ctx: Context,
  integrationId: string,
): Promise<IntegrationClient> {
  if (ctx.actor.kind !== "system")
    throw new AppError("internal", "only the system loads a client across workspaces");
  const row = await findIntegrationById(ctx, integrationId);
  if (!row) throw notFound("integration");
  return toClient(ctx, row, false);
}

async function toClient(ctx: Context, row: IntegrationRow, usePending: boolean): Promise<IntegrationClient> {
  const { integration, provider, clientId } = await toApi(ctx, row);
  const { authentication } = clientFacts(row, row.oauthCredential);
  const isPublic = authentication === "none";
  const secret = isPublic
    ? null
    : ((usePending ? secretOf(row, "pending") : null) ?? secretOf(row, "active"));
  const clientSecret = isPublic ? null : await openClientSecret(ctx, row, secret);
  if (!clientSecret && !isPublic) throw notConfigured(row);
  const client = { clientId, clientSecret, authentication };
  return { integration, provider, client, secretId: secret?.id ?? null };
}
