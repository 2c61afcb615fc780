import { type Context, withActor } from "#lib/context/context.ts";
import { isAppError, notFound } from "#lib/core/errors.ts";
import {
  getIntegrationClientById,
  type IntegrationClient,
} from "#lib/integrations/get-integration-client.ts";
import { lookUpAccount } from "#lib/oauth/account.ts";
import { changeStatus } from "./change-status.ts";
import { CAUSE_KEY_REFUSED } from "./judge-failure.ts";
import {
  findTokenState,
  type Lease,
  openAccessToken,
  releaseLease,
  type TokenState,
  takeLease,
} from "./repository-tokens.ts";
import { toData } from "./to-connection.ts";
import { assertOpen } from "./token-problems.ts";

/**
 * What follows when the provider's API answered a key with 401. One resource may refuse a good key, so the look-up that
 * proved it decides: its own 401 means that the key is over, and only its owner helps (409). Anything else, 403 and
 * silence included, condemns nothing. Asked once a minute at most, by one process (D-08). Gives what is stored now.
 */
export async function confirmKey(ctx: Context, seen: TokenState): Promise<TokenState> {
  const system = withActor(ctx, { kind: "system", name: "key-check", workspaceId: seen.workspaceId });
  // Before the lease is: when an edit suspends the connection in between, the lease shows it (P-04).
  const target = await getIntegrationClientById(system, seen.integrationId, seen);
  const lease = await takeLease(system, seen, { isForced: true, fingerprint: null });
  if (lease) await settle(system, lease, target);
  const current = await findTokenState(system, seen.workspaceId, seen.connectionId);
  if (!current) throw notFound("connection");
  assertOpen(current);
  return current;
}

async function settle(ctx: Context, lease: Lease, target: IntegrationClient): Promise<void> {
  try {
    assertOpen(lease);
    if (!(await isRefused(ctx, lease, target))) return;
    await changeStatus(ctx, lease, { status: "needs_reauth", cause: CAUSE_KEY_REFUSED });
  } finally {
    await releaseLease(ctx, lease, { keepIntent: false });
  }
}

async function isRefused(
  ctx: Context,
  lease: Lease,
  { provider, client, fetch }: IntegrationClient,
): Promise<boolean> {
  const accessToken = await openAccessToken(ctx, lease);
  const grant = { accessToken, data: toData(lease.data), subject: null };
  try {
    await lookUpAccount({ provider, client, grant, fetch });
    return false;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.extensions.providerStatus === 401;
  }
}
