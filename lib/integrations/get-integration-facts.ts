import type { Context } from "#lib/context/context.ts";
import type { Settings } from "#lib/context/settings.ts";
import { notFound } from "#lib/core/errors.ts";
import type { EffectiveClient } from "./effective-client.ts";
import { findIntegration, type IntegrationRow } from "./repository.ts";
import { toRedirectUri } from "./rules.ts";

/** What a flow, a refresh and the gateway may know of an integration. */
export interface IntegrationFacts
  extends Pick<
    IntegrationRow,
    | "id"
    | "workspaceId"
    | "slug"
    | "name"
    | "offeringId"
    | "kind"
    | "status"
    | "configVersion"
    | "scopes"
    | "prompt"
    | "requestRefreshToken"
    | "connectionMode"
    | "callbackPath"
    | "caCertificates"
  > {
  redirectUri: string;
  isDisabled: boolean;
}

/**
 * The facts of one integration of the actor's workspace, by id or slug; no secret is opened. It decides about no
 * permission: the verb that calls it has. 404 for unknown and foreign alike (D-19).
 */
export async function getIntegrationFacts(ctx: Context, idOrSlug: string): Promise<IntegrationFacts> {
  return toFacts(ctx.settings, await loadIntegration(ctx, idOrSlug));
}

/** The row behind it, for the verbs of this folder. */
export async function loadIntegration(ctx: Context, idOrSlug: string): Promise<IntegrationRow> {
  const workspaceId = ctx.actor.kind === "anonymous" ? null : ctx.actor.workspaceId;
  const row = workspaceId ? await findIntegration(ctx, workspaceId, idOrSlug) : null;
  if (!row) throw notFound("integration");
  return row;
}

/** The facts of a row; with the overrides applied where there are any. */
export function toFacts(
  settings: Settings,
  row: IntegrationRow,
  effective: Pick<EffectiveClient, "settings" | "callbackPath"> | null = null,
): IntegrationFacts {
  const { id, workspaceId, slug, name, offeringId, kind, status, configVersion } = row;
  const { requestRefreshToken, connectionMode, caCertificates } = row;
  const scopes = effective?.settings.scopes.value ?? row.scopes;
  const prompt = effective ? effective.settings.prompt.value : row.prompt;
  const callbackPath = effective?.callbackPath ?? row.callbackPath;
  return {
    ...{ id, workspaceId, slug, name, offeringId, kind, status, configVersion, scopes, prompt },
    ...{ requestRefreshToken, connectionMode, callbackPath, caCertificates },
    redirectUri: toRedirectUri(settings, callbackPath),
    isDisabled: row.disabledAt !== null,
  };
}
