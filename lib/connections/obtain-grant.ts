import type { Context } from "#lib/context/context.ts";
import { AppError, invalidInput, isAppError } from "#lib/core/errors.ts";
import type { Account, AuthorizationKind, TokenGrant } from "#lib/core/provider.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { findAccount, lookUpAccount } from "#lib/oauth/account.ts";
import { mintToken } from "#lib/oauth/client-credentials-grant.ts";
import { exchangeCode } from "#lib/oauth/code-exchange.ts";
import { runFollowUps } from "#lib/oauth/follow-ups.ts";
import { refreshTokens } from "#lib/oauth/refresh-grant.ts";
import { isTokenFailure, tokenFailureProblem } from "#lib/oauth/token-failure.ts";
import type { ConnectInput } from "./contract.ts";
import { obtainByKey, obtainByPassword } from "./obtain-by-key.ts";

export interface ProvenGrant {
  grant: TokenGrant;
  account: Account | null;
}

type Input<K extends string> = Extract<ConnectInput, Record<K, unknown>>;

/**
 * Turns what somebody hands in into a grant that the provider itself has just confirmed: a code by its exchange, a refresh
 * token by a refresh, an access token, a key or a password by the account that it opens, a client's own token by being
 * given. 422 at the field that was refused, or that is not how this integration's accounts connect.
 */
export async function obtainGrant(
  ctx: Context,
  target: IntegrationClient,
  input: ConnectInput,
): Promise<ProvenGrant> {
  checkFits(target, input);
  if ("apiKey" in input) return obtainByKey(target, input.apiKey);
  if ("username" in input) return obtainByPassword(target, input);
  if ("clientCredentials" in input) return byClient(ctx, target);
  if ("code" in input) return proven(target, await byCode(ctx, target, input));
  if ("accessToken" in input) return byAccessToken(ctx, target, input);
  return proven(target, await byRefreshToken(ctx, target, input));
}

const wanted: Record<AuthorizationKind, string> = {
  oauth2: "signs in with OAuth 2.0: send a code, a refresh token or an access token.",
  client_credentials: "connects by the integration's own client: send {clientCredentials: true}.",
  api_key: "connects by an API key: send {apiKey}.",
  basic: "connects by a user name and a password: send {username, password}.",
};

function checkFits({ provider: { kind, displayName } }: IntegrationClient, input: ConnectInput): void {
  const field = ["apiKey", "username", "clientCredentials", "code", "accessToken"].find(
    (name) => name in input,
  );
  if (kindOf(field) !== kind) {
    throw invalidInput(`/${field ?? "refreshToken"}`, `${displayName} ${wanted[kind]}`);
  }
}

function kindOf(field: string | undefined): AuthorizationKind {
  if (field === "apiKey") return "api_key";
  if (field === "username") return "basic";
  return field === "clientCredentials" ? "client_credentials" : "oauth2";
}

// Nobody signs in, so where the token names no account, the client itself is the account.
async function byClient(
  ctx: Context,
  { provider, client, integration, fetch }: IntegrationClient,
): Promise<ProvenGrant> {
  const { now } = ctx;
  const minted = await mintToken({ provider, client, scopes: integration.scopes, fetch, now }).catch(
    (error: unknown) => {
      throw isTokenFailure(error) ? tokenFailureProblem(error, provider.displayName) : error;
    },
  );
  const { accessToken, data } = minted;
  const facts = await runFollowUps({ provider, client, accessToken, data, fetch });
  const grant = { ...minted, data: { ...data, ...facts } };
  const account = await findAccount({ provider, client, grant, fetch });
  const itself = { id: client.clientId, label: null, email: null, pictureUrl: null };
  return { grant, account: account ?? itself };
}

function byCode(
  ctx: Context,
  { provider, client, integration, fetch }: IntegrationClient,
  input: Input<"code">,
): Promise<TokenGrant> {
  const { code, codeVerifier = null, redirectUri = integration.redirectUri } = input;
  const { now } = ctx;
  const exchange = exchangeCode({
    provider,
    client,
    redirectUri,
    code,
    codeVerifier,
    callbackParams: {},
    fetch,
    now,
  });
  return exchange.catch((error: unknown) => refused(error, "/code", provider.displayName));
}

async function byRefreshToken(
  ctx: Context,
  { provider, client, integration, fetch }: IntegrationClient,
  { refreshToken }: Input<"refreshToken">,
): Promise<TokenGrant> {
  const { redirectUri, scopes } = integration;
  const { now } = ctx;
  const refresh = refreshTokens({ provider, client, redirectUri, refreshToken, scopes, fetch, now });
  const grant = await refresh.catch((error: unknown) =>
    refused(error, "/refreshToken", provider.displayName),
  );
  return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
}

async function byAccessToken(
  ctx: Context,
  { provider, client, fetch }: IntegrationClient,
  input: Input<"accessToken">,
): Promise<ProvenGrant> {
  const { accessToken, refreshToken = null, expiresIn } = input;
  const expiresAt = expiresIn === undefined ? null : new Date(ctx.now().getTime() + expiresIn * 1000);
  const rest = { tokenType: "Bearer", refreshTokenExpiresAt: null, scopes: null, data: {}, subject: null };
  const grant: TokenGrant = { accessToken, refreshToken, expiresAt, ...rest };
  try {
    const account = await lookUpAccount({ provider, client, grant, fetch });
    if (account) return { grant, account };
  } catch (error) {
    if (!isAppError(error) || error.code !== "provider-rejected") throw error;
    throw invalidInput("/accessToken", `${provider.displayName} does not accept this access token.`);
  }
  throw invalidInput(
    "/accessToken",
    `${provider.displayName} has no way of proving an access token; send a refresh token or a code.`,
  );
}

async function proven(
  { provider, client, fetch }: IntegrationClient,
  grant: TokenGrant,
): Promise<ProvenGrant> {
  return { grant, account: await findAccount({ provider, client, grant, fetch }) };
}

function refused(error: unknown, pointer: string, providerName: string): never {
  if (!isTokenFailure(error)) throw error;
  if (error.class === "permanent-grant") {
    throw new AppError("invalid-input", error.message, {
      ...pointTo(
        pointer,
        `${providerName} does not accept it: it may have expired, been used or belong to another client.`,
      ),
      cause: error,
    });
  }
  throw tokenFailureProblem(error, providerName);
}

function pointTo(pointer: string, detail: string) {
  return { detail, errors: [{ pointer, detail }] };
}
