import { type AppError, invalidInput, isAppError } from "#lib/core/errors.ts";
import type { TokenGrant } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { lookUpAccount } from "#lib/oauth/account.ts";
import type { ProvenGrant } from "./obtain-grant.ts";

interface Entered {
  accessToken: Secret<string>;
  tokenType: "ApiKey" | "Basic";
  /** Where a refusal points to, and what it calls what was entered. */
  pointer: string;
  what: string;
}

/** A key as a grant, once the offering's account look-up has let it in. 422 at `/apiKey`, else as `lookUpAccount`. */
export function obtainByKey(target: IntegrationClient, apiKey: Secret<string>): Promise<ProvenGrant> {
  return prove(target, {
    accessToken: apiKey,
    tokenType: "ApiKey",
    pointer: "/apiKey",
    what: "this key",
  });
}

/** The same for a user name with its password, kept as the pair that goes on the wire (RFC 7617 §2). 422 at `/username`. */
export function obtainByPassword(
  target: IntegrationClient,
  { username, password }: { username: Secret<string>; password: Secret<string> },
): Promise<ProvenGrant> {
  const pair = Buffer.from(`${username.reveal()}:${password.reveal()}`, "utf8").toString("base64");
  return prove(target, {
    accessToken: new Secret(pair),
    tokenType: "Basic",
    pointer: "/username",
    what: "this user name with this password",
  });
}

async function prove(
  { provider, client, fetch }: IntegrationClient,
  { accessToken, tokenType, pointer, what }: Entered,
): Promise<ProvenGrant> {
  const grant: TokenGrant = {
    ...{ accessToken, tokenType, refreshToken: null, expiresAt: null, refreshTokenExpiresAt: null },
    ...{ scopes: [], data: {}, subject: null },
  };
  if (provider.account === null) {
    throw invalidInput(pointer, `${provider.displayName} has no way of proving ${what}.`);
  }
  try {
    return { grant, account: await lookUpAccount({ provider, client, grant, fetch }) };
  } catch (error) {
    if (!isAppError(error) || !isRefusal(error)) throw error;
    throw invalidInput(pointer, `${provider.displayName} does not accept ${what}. Nothing was saved.`);
  }
}

// Some APIs call a malformed key a bad request. 429 and 5xx say nothing about it.
function isRefusal({ code, extensions }: AppError): boolean {
  return code === "provider-rejected" && [400, 401, 403].includes(Number(extensions.providerStatus));
}
