import { errors, type Provider, type ProviderContext } from "oidc-provider";
import type { Drills } from "./drills.ts";
import type { SandboxStore } from "./store.ts";

/**
 * Decides at each refresh whether a new refresh token is issued. The provider has already refused a token that it saw
 * consumed; this closes the gap between its look and its write, so that of two requests at once only one counts as
 * first use, and the other is what RFC 9700 §4.14.2 calls a replay: the whole family ends.
 */
export function rotationPolicy(store: SandboxStore, drills: Drills, provider: () => Provider) {
  return async (ctx: ProviderContext): Promise<boolean> => {
    if (drills.settings.rotation === "off") return false;
    const token = ctx.oidc?.entities.RefreshToken;
    if (!token) return true;
    const isFirstUse = await store.consume("RefreshToken", token.jti, Date.now() / 1000);
    if (isFirstUse || drills.settings.rotation === "grace") return true;
    await revokeFamily(provider(), ctx, token.grantId);
    throw new errors.InvalidGrant("refresh token already used");
  };
}

async function revokeFamily(provider: Provider, ctx: ProviderContext, grantId: string): Promise<void> {
  await Promise.all([
    provider.AccessToken.revokeByGrantId(grantId),
    provider.RefreshToken.revokeByGrantId(grantId),
    provider.Grant.adapter.destroy(grantId),
  ]);
  provider.emit("grant.revoked", ctx, grantId);
}
