import { type AccessToken, getAccessToken } from "#lib/connections/get-access-token.ts";
import { getConnectionForUse } from "#lib/connections/get-connection-for-use.ts";
import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { getIntegrationApi, type IntegrationApi } from "#lib/integrations/get-integration-api.ts";
import { requiredHeaders } from "#lib/oauth/api-headers.ts";
import { findPause } from "./repository-pauses.ts";
import type { ApiHeaders } from "./request-headers.ts";
import type { UpstreamPlace } from "./resolve-upstream-url.ts";

/** The way of a call to a provider: through which connection, to which origins, with what on it. */
export interface Route {
  connectionId: string;
  integrationId: string;
  place: UpstreamPlace;
  api: ApiHeaders;
  /** For how long its provider wants no call, as the database has it. */
  pausedMs: number;
  getToken(ctx: Context): Promise<AccessToken>;
}

interface Asked {
  /** An integration's id or slug. */
  integration: string;
  connectionId: string | undefined;
}

/** Finds the way by the verbs of the other nouns, which say exactly what is wrong when there is none: 403, 404, 409. */
export async function findRoute(ctx: Context, asked: Asked): Promise<Route> {
  const { integration, provider, clientId } = await getIntegrationApi(ctx, asked.integration);
  if (integration.status !== "configured" || integration.isDisabled) throw notConfigured(integration);
  const { connectionId, apiBaseUri, data } = await getConnectionForUse(ctx, integration, asked.connectionId);
  return {
    connectionId,
    integrationId: integration.id,
    place: { apiBaseUri, origins: provider.api.origins },
    api: { auth: provider.api.auth, headers: requiredHeaders(provider, { clientId, data }) },
    pausedMs: await findPause(ctx, connectionId),
    getToken: (current) => getAccessToken(current, connectionId),
  };
}

function notConfigured({ id, name, isDisabled }: IntegrationApi["integration"]): AppError {
  const state = isDisabled ? "switched off" : "still a draft";
  return new AppError("integration-not-configured", `integration ${id} is ${state}`, {
    detail: `“${name}” is ${state}. An admin of the workspace can change that on its page.`,
    extensions: { integrationId: id },
  });
}
