import { isAppError } from "#lib/core/errors.ts";
import type { OAuthClient, Provider } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { readClientAnswer } from "./client-answer.ts";
import type { ClientAnswer } from "./client-check-rules.ts";
import { sendMintRequest } from "./client-credentials-grant.ts";
import { revokeTokens } from "./revocation.ts";
import type { ProtocolFetch } from "./token-request.ts";

interface DiscardedTokenInput {
  provider: Provider;
  client: OAuthClient;
  scopes: readonly string[];
  fetch: ProtocolFetch;
}

/**
 * Asks the token endpoint for a token of the client's own (RFC 6749 §4.4), notes how it answered, and gives the token
 * back where the provider lets one be revoked alone; elsewhere it expires unused.
 */
export async function askForDiscardedToken(input: DiscardedTokenInput): Promise<ClientAnswer> {
  const { provider } = input;
  const asked = sendMintRequest(input);
  const { answer, accessToken } = await readClientAnswer(asked, {
    provider,
    grantType: "client_credentials",
  });
  if (accessToken) await discard(accessToken, input);
  return answer;
}

async function discard(accessToken: Secret<string>, input: DiscardedTokenInput): Promise<void> {
  const { provider, client, fetch } = input;
  if (provider.revocation.scope !== "token") return;
  try {
    await revokeTokens({ provider, client, refreshToken: null, accessToken, fetch });
  } catch (error) {
    // The proof stands whatever becomes of its token.
    if (!isAppError(error)) throw error;
  }
}
