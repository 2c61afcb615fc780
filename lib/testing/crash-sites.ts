import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { findTokenState, openAccessToken, openRefreshToken } from "#lib/connections/repository-tokens.ts";
import type { Context } from "#lib/context/context.ts";
import { withActor } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { createGranted } from "./connections.ts";
import { createMember, createOwner } from "./factories.ts";
import { createPractice, providerContext } from "./integrations.ts";
import { fingerprint, type WatchedProvider } from "./watched-provider.ts";

/** Where one process is killed: a member's own place at an integration, which nobody else's kill touches. */
export interface Site {
  name: string;
  ctx: Context;
  actor: MemberActor;
  key: string;
  integration: { id: string; slug: string };
  connectionId: string | null;
}

/** What the database holds for a connection; tokens by their fingerprints. */
export interface Held {
  version: number;
  status: string;
  statusCause: string | null;
  access: string;
  refresh: string | null;
}

// So few grants of one integration may die at once that the brake on mass failures (D-14) stays out of it.
const SITES_PER_INTEGRATION = 4;

/** So many sites, without connections. */
export async function createSites(
  db: PrismaClient,
  provider: WatchedProvider,
  count: number,
): Promise<Site[]> {
  const owner = await createOwner(db);
  const ctx = providerContext(db, owner, provider);
  const members = await Promise.all(
    Array.from({ length: SITES_PER_INTEGRATION }, async () => {
      const actor = await createMember(db, { workspaceId: owner.workspaceId });
      const input = { name: "check", scopes: ["connections:use" as const], expiresInDays: null };
      const { key } = await createApiKey(withActor(ctx, actor), input);
      return { actor, key, ctx: withActor(ctx, actor) };
    }),
  );
  const sites: Site[] = [];
  while (sites.length < count) {
    const integration = await createPractice(ctx, { name: `Practice ${sites.length}` });
    for (const member of members)
      sites.push({ ...member, integration, name: `site-${sites.length}`, connectionId: null });
  }
  return sites.slice(0, count);
}

/** Gives a site a connection when it has none. */
export async function connectSite(site: Site, provider: WatchedProvider): Promise<void> {
  if (site.connectionId) return;
  site.connectionId = (await createGranted(site.ctx, provider, site.integration)).id;
}

/** What stands in the database for the site's connection; `null` when it is gone. Throws when it cannot be opened. */
export async function readHeld({ ctx, actor, connectionId }: Site): Promise<Held | null> {
  const state = connectionId && (await findTokenState(ctx, actor.workspaceId, connectionId));
  if (!state) return null;
  const refresh = await openRefreshToken(ctx, state);
  return {
    version: state.tokenVersion,
    status: state.status,
    statusCause: state.statusCause,
    access: fingerprint((await openAccessToken(ctx, state)).reveal()),
    refresh: refresh && fingerprint(refresh.reveal()),
  };
}
