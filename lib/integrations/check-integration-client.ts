import type { Context } from "#lib/context/context.ts";
import type { ClientAuthentication, Provider } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { type ClientCheckResult, checkClient } from "#lib/oauth/client-check.ts";
import { clientFacts } from "./client-source.ts";
import type { Verification } from "./contract.ts";
import { toApi } from "./get-integration-api.ts";
import type { IntegrationRow } from "./repository.ts";
import { toRedirectUri } from "./rules.ts";
import { trustingFetch } from "./trusting-fetch.ts";

/** What a check of the client means for the integration. */
export interface ClientCheck
  extends Pick<Verification, "verdict" | "cause" | "workingAuthentication" | "observed"> {
  /** How the credentials are to be sent from now on. */
  authentication: ClientAuthentication;
}

interface CheckAsk {
  provider: Provider;
  clientId: string;
  clientSecret: Secret<string> | null;
  authentication: ClientAuthentication;
  /** Nobody chose how the credentials are sent, so the way that works is taken. */
  mayAdopt: boolean;
  callbackPath: string;
  /** What the client asks for where it connects by itself. */
  scopes: readonly string[];
  /** The integration's own authorities. */
  caCertificates: string;
}

/**
 * Asks the provider whether it accepts the client, with a made-up code and the negative control. One call a save;
 * never inside a transaction (D-10). A client without a secret has no negative control, so it stays inconclusive.
 */
export async function checkIntegrationClient(ctx: Context, ask: CheckAsk): Promise<ClientCheck> {
  const { provider, clientId, clientSecret, authentication, mayAdopt, callbackPath, scopes } = ask;
  const result = await checkClient({
    provider,
    client: { clientId, clientSecret, authentication },
    redirectUri: toRedirectUri(ctx.settings, callbackPath),
    scopes,
    fetch: trustingFetch(ctx.fetch, ask.caCertificates),
  });
  return judgeCheck(result, authentication, mayAdopt);
}

/**
 * Another way of sending the credentials than the chosen one may be what works. It is taken where nobody chose, or where
 * both ways are the Basic header; otherwise the client as it is set up is refused, and the working way is offered.
 */
export function judgeCheck(
  { verdict, cause, workingAuthentication, observed }: ClientCheckResult,
  chosen: ClientAuthentication,
  mayAdopt: boolean,
): ClientCheck {
  if (!workingAuthentication || workingAuthentication === chosen) {
    return { verdict, cause, authentication: chosen, workingAuthentication: null, observed };
  }
  if (mayAdopt || (isBasic(chosen) && isBasic(workingAuthentication))) {
    const proof = { verdict: "verified", cause: "control-refused" } as const;
    return { ...proof, authentication: workingAuthentication, workingAuthentication: null, observed };
  }
  const refusal = { verdict: "rejected", cause: "other-authentication" } as const;
  return { ...refusal, authentication: chosen, workingAuthentication, observed };
}

function isBasic(authentication: ClientAuthentication): boolean {
  return authentication === "client_secret_basic" || authentication === "client_secret_basic_raw";
}

/** The same for an integration as it is stored, with one of its secrets or a new one. 409 without client id or offering. */
export async function checkStoredIntegration(
  ctx: Context,
  row: IntegrationRow,
  { clientSecret, mayAdopt = false }: { clientSecret: Secret<string> | null; mayAdopt?: boolean },
): Promise<ClientCheck> {
  const { provider } = await toApi(ctx, row);
  const { clientId, authentication, mayAdopt: isOpen } = clientFacts(row, row.oauthCredential);
  return checkIntegrationClient(ctx, {
    provider,
    clientId,
    clientSecret,
    authentication,
    mayAdopt: mayAdopt || isOpen,
    callbackPath: row.callbackPath,
    scopes: row.scopes,
    caCertificates: row.caCertificates,
  });
}
