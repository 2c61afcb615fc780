import { type AccessToken, getAccessToken } from "#lib/connections/get-access-token.ts";
import { getConnectionForUse } from "#lib/connections/get-connection-for-use.ts";
import type { Context } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { getIntegrationApi } from "#lib/integrations/get-integration-api.ts";
import { getIntegrationFacts, type IntegrationFacts } from "#lib/integrations/get-integration-facts.ts";
import { requiredHeaders } from "#lib/oauth/api-headers.ts";
import { findPause } from "./repository-pauses.ts";
import type { ApiHeaders } from "./request-headers.ts";
import type { UpstreamPlace } from "./resolve-upstream-url.ts";

/** The way of a call to a provider: through which connection, to which origins, with what on it. */
export interface Route {
  connectionId: string;
  integrationId: string;
  /** The name of the owner who shares the connection for reading only; `null`: the caller may send every method. */
  readOnlyBy: string | null;
  place: UpstreamPlace;
  api: ApiHeaders;
  /** Authorities that are trusted beside the public ones, PEM; empty for none. */
  caCertificates: string;
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
  const integration = await getIntegrationFacts(ctx, asked.integration);
  if (integration.isDisabled) throw notConfigured(integration);
  const connection = await getConnectionForUse(ctx, integration, asked.connectionId).catch(
    (error: unknown) => {
      throw integration.status === "configured" || !isNotConnected(error)
        ? error
        : notConfigured(integration);
    },
  );
  const { connectionId, apiBaseUri, data, readOnlyBy } = connection;
  const { provider, clientId, mayCall } = await getIntegrationApi(ctx, integration.id, connection);
  if (!mayCall) throw notConfigured(integration);
  return {
    connectionId,
    integrationId: integration.id,
    readOnlyBy,
    caCertificates: integration.caCertificates,
    place: { apiBaseUri, origins: provider.api.origins },
    api: { auth: provider.api.auth, headers: requiredHeaders(provider, { clientId, data }) },
    pausedMs: await findPause(ctx, connectionId),
    getToken: (current) => getAccessToken(current, connectionId),
  };
}

// Where nothing could be connected yet, that is what has to be mended first.
function isNotConnected(error: unknown): boolean {
  return isAppError(error) && error.extensions.reason === "not-connected";
}

function notConfigured({ id, name, isDisabled }: IntegrationFacts): AppError {
  const state = isDisabled ? "paused" : "still a draft";
  const way = isDisabled ? "resume it in its settings" : "complete it on its page";
  return new AppError("integration-not-configured", `integration ${id} is ${state}`, {
    detail: `“${name}” is ${state}. An admin of the workspace can ${way}.`,
    extensions: { integrationId: id },
  });
}
