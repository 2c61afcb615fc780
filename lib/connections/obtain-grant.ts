import type { Context } from "#lib/context/context.ts";
import { AppError, invalidInput, isAppError } from "#lib/core/errors.ts";
import type { Account, TokenGrant } from "#lib/core/provider.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { findAccount, lookUpAccount } from "#lib/oauth/account.ts";
import { exchangeCode } from "#lib/oauth/code-exchange.ts";
import { refreshTokens } from "#lib/oauth/refresh-grant.ts";
import { isTokenFailure, tokenFailureProblem } from "#lib/oauth/token-failure.ts";
import type { ConnectInput } from "./contract.ts";

export interface ProvenGrant {
  grant: TokenGrant;
  account: Account | null;
}

type Input<K extends string> = Extract<ConnectInput, Record<K, unknown>>;

/**
 * Turns what software hands in into a grant that the provider itself has just confirmed: a code by its exchange, a refresh
 * token by a refresh, an access token by the account that it opens. 422 at the field that was refused.
 */
export async function obtainGrant(
  ctx: Context,
  target: IntegrationClient,
  input: ConnectInput,
): Promise<ProvenGrant> {
  if ("code" in input) return proven(ctx, target, await byCode(ctx, target, input));
  if ("accessToken" in input) return byAccessToken(ctx, target, input);
  if ("refreshToken" in input) return proven(ctx, target, await byRefreshToken(ctx, target, input));
  const field = "apiKey" in input ? "apiKey" : "username";
  const { displayName } = target.provider;
  throw invalidInput(
    `/${field}`,
    `${displayName} signs in with OAuth 2.0: send a code, a refresh token or an access token.`,
  );
}

function byCode(
  ctx: Context,
  { provider, client, integration }: IntegrationClient,
  input: Input<"code">,
): Promise<TokenGrant> {
  const { code, codeVerifier = null, redirectUri = integration.redirectUri } = input;
  const { fetch, now } = ctx;
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
  { provider, client, integration }: IntegrationClient,
  { refreshToken }: Input<"refreshToken">,
): Promise<TokenGrant> {
  const { redirectUri, scopes } = integration;
  const { fetch, now } = ctx;
  const refresh = refreshTokens({ provider, client, redirectUri, refreshToken, scopes, fetch, now });
  const grant = await refresh.catch((error: unknown) =>
    refused(error, "/refreshToken", provider.displayName),
  );
  return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
}

async function byAccessToken(
  ctx: Context,
  { provider, client }: IntegrationClient,
  input: Input<"accessToken">,
): Promise<ProvenGrant> {
  const { accessToken, refreshToken = null, expiresIn } = input;
  const expiresAt = expiresIn === undefined ? null : new Date(ctx.now().getTime() + expiresIn * 1000);
  const rest = { tokenType: "Bearer", refreshTokenExpiresAt: null, scopes: null, data: {}, subject: null };
  const grant: TokenGrant = { accessToken, refreshToken, expiresAt, ...rest };
  try {
    const account = await lookUpAccount({ provider, client, grant, fetch: ctx.fetch });
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
  ctx: Context,
  { provider, client }: IntegrationClient,
  grant: TokenGrant,
): Promise<ProvenGrant> {
  return { grant, account: await findAccount({ provider, client, grant, fetch: ctx.fetch }) };
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
