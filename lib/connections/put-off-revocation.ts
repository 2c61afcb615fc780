import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";
import type { ConnectionRow } from "./repository.ts";
import { insertRevocation, scheduleRevocation } from "./repository-revocations.ts";
import { openAccessToken, openRefreshToken, type TokenState } from "./repository-tokens.ts";
import { toData } from "./to-connection.ts";

/**
 * Keeps the tokens of a grant that ends until the provider was told, and has a job tell it. They move to their new place in
 * the transaction that ends the old one, so no crash can lose or double them. Gives the revocation's id; `null` for tokens
 * that cannot be opened any more, which is no reason to keep the grant.
 */
export async function putOffRevocation(
  ctx: Context,
  { id: connectionId, workspaceId, integrationId, data }: ConnectionRow,
  state: TokenState,
): Promise<string | null> {
  const tokens = await openBoth(ctx, state);
  if (!tokens) return null;
  const { runtimeOverrideId, applicationOverrideId } = state;
  const revocationId = await insertRevocation(ctx, {
    ...{ workspaceId, integrationId, connectionId, runtimeOverrideId, applicationOverrideId },
    ...tokens,
    data: toData(data),
  });
  await scheduleRevocation(ctx, revocationId);
  return revocationId;
}

async function openBoth(ctx: Context, state: TokenState) {
  try {
    return {
      accessToken: await openAccessToken(ctx, state),
      refreshToken: await openRefreshToken(ctx, state),
    };
  } catch (error) {
    if (isAppError(error) && error.extensions.reason === "credential-unreadable") return null;
    throw error;
  }
}
