import type { Context } from "#lib/context/context.ts";
import { AppError, notFound } from "#lib/core/errors.ts";
import type { OAuthClient } from "#lib/core/provider.ts";
import {
  findLayersUnder,
  findPinnedLayers,
  noLayers,
  type OverrideLayers,
  type Pinned,
  type Under,
} from "#lib/overrides/find-layers.ts";
import { openOverrideSecret } from "#lib/overrides/open-override-secret.ts";
import { openClientSecret } from "./client-source.ts";
import type { EffectiveClient } from "./effective-client.ts";
import { type IntegrationApi, notConfigured, notProven, toApi } from "./get-integration-api.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { findIntegrationById, type IntegrationRow } from "./repository.ts";
import { secretOf } from "./rules.ts";

export interface IntegrationClient
  extends Pick<IntegrationApi, "integration" | "provider" | "layers" | "fetch"> {
  client: OAuthClient;
  /** The secret of its own that `client` holds, for `verifyIntegrationBySignIn`; `null` where it holds none of those. */
  secretId: string | null;
}

interface Options {
  /** 409 `integration-not-configured` for a client that is not proven: everything but a verification by signing in wants that. */
  mustBeConfigured: boolean;
  /** Take the secret that waits for its proof, when there is one: for flows with the purpose `verify`. */
  usePendingSecret?: boolean;
  /** With the overrides for a connection that is made under this; without it the integration alone. */
  under?: Under;
  /** With exactly these overrides. */
  pinned?: Pinned;
}

/**
 * The OAuth client of one integration of the actor's workspace, by id or slug, with its secret opened and the overrides
 * applied. It decides about no permission: the verb that calls it has. 404 for unknown and foreign alike; 409
 * `integration-not-configured` for a client that is not proven, and where there is no usable client at all.
 */
export async function getIntegrationClient(
  ctx: Context,
  idOrSlug: string,
  { mustBeConfigured, usePendingSecret = false, under, pinned }: Options,
): Promise<IntegrationClient> {
  const row = await loadIntegration(ctx, idOrSlug);
  const overrides = under
    ? await findLayersUnder(ctx, row, under)
    : pinned
      ? await findPinnedLayers(ctx, row, pinned)
      : noLayers;
  return toClient(ctx, row, overrides, { mustBeConfigured, usePendingSecret });
}

/**
 * The client that a connection was made with, of an existing integration of any workspace, proven or not, for refreshes and
 * jobs: with the overrides that the connection remembers, whatever was added since. Only for the system.
 */
export async function getIntegrationClientById(
  ctx: Context,
  integrationId: string,
  pinned: Pinned,
): Promise<IntegrationClient> {
  if (ctx.actor.kind !== "system")
    throw new AppError("internal", "only the system loads a client across workspaces");
  const row = await findIntegrationById(ctx, integrationId);
  if (!row) throw notFound("integration");
  const overrides = await findPinnedLayers(ctx, row, pinned);
  return toClient(ctx, row, overrides, { mustBeConfigured: false, usePendingSecret: false });
}

async function toClient(
  ctx: Context,
  row: IntegrationRow,
  overrides: OverrideLayers,
  { mustBeConfigured, usePendingSecret }: Pick<Options, "mustBeConfigured" | "usePendingSecret">,
): Promise<IntegrationClient> {
  if (mustBeConfigured && overrides === noLayers && row.status !== "configured") throw notConfigured(row);
  const { integration, provider, clientId, layers, fetch, effective } = await toApi(ctx, row, overrides);
  if (mustBeConfigured && effective.unproven) throw notProven(row, effective.unproven);
  const authentication = effective.settings.clientAuthentication.value;
  const isPublic = authentication === "none";
  const { secret, id } = isPublic
    ? { secret: null, id: null }
    : await openEffectiveSecret(ctx, row, effective, usePendingSecret);
  if (!secret && !isPublic) throw notProven(row, effective.holder ?? "integration");
  const client = { clientId, clientSecret: secret, authentication };
  return { integration, provider, layers, fetch, client, secretId: id };
}

async function openEffectiveSecret(
  ctx: Context,
  row: IntegrationRow,
  { holder }: EffectiveClient,
  usePending: boolean | undefined,
) {
  if (holder) return { secret: await openOverrideSecret(ctx, holder), id: null };
  const own = (usePending ? secretOf(row, "pending") : null) ?? secretOf(row, "active");
  return { secret: await openClientSecret(ctx, row, own), id: own?.id ?? null };
}
