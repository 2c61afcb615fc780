import type { Context } from "#lib/context/context.ts";
import { decodeCursor, type Page, type PageQuery, toPage } from "#lib/core/page.ts";
import { findOfferings } from "#lib/custom-offerings/find-offering.ts";
import type { ShareLevel } from "./contract.ts";
import {
  listOwned,
  lockOwned,
  type Owned,
  type OwnedRow,
  summarizeOwned,
  summarizeSweep,
} from "./repository-owned.ts";

/** What somebody connected in a workspace, in numbers, and the newest five of it. */
interface OwnedConnections {
  personal: number;
  shared: number;
  first: {
    connectionId: string;
    account: string | null;
    integration: { id: string; name: string };
    isShared: boolean;
  }[];
}

/** The connections of one person in a workspace. It decides about no permission: the verb that calls it has. */
export async function getOwnedConnections(ctx: Context, owned: Owned): Promise<OwnedConnections> {
  const { rows, ...counts } = await summarizeOwned(ctx, owned);
  const first = rows.map(({ id, accountLabel, accountEmail, accountId, integration, isShared }) => ({
    connectionId: id,
    account: accountLabel ?? accountEmail ?? accountId,
    integration: { id: integration.id, name: integration.name },
    isShared,
  }));
  return { ...counts, first };
}

/** How many of both kinds, and a text that changes with what there is. It decides about no permission either. */
export function countOwnedConnections(
  ctx: Context,
  owned: Owned,
): Promise<{ personal: number; shared: number; state: string }> {
  return summarizeSweep(ctx, owned);
}

/** One of them, for the list of what somebody leaves behind. */
interface OwnedConnection {
  id: string;
  name: string | null;
  account: string | null;
  integration: { id: string; name: string; provider: string; displayName: string };
  shareLevel: ShareLevel | null;
  isForEverybody: boolean;
  lastUsedAt: string | null;
}

/** One page of them, newest first. It decides about no permission either. */
export async function listOwnedConnections(
  ctx: Context,
  owned: Owned,
  { cursor, limit }: PageQuery,
): Promise<Page<OwnedConnection>> {
  const after = cursor ? decodeCursor(cursor) : null;
  const { items, nextCursor } = toPage(await listOwned(ctx, owned, { after, limit }), limit);
  const offerings = await findOfferings(
    ctx,
    items.map(({ integration }) => integration.offeringId),
  );
  return {
    nextCursor,
    items: items.map(({ id, name, shareLevel, integration, lastUsedAt, ...row }) => {
      const offering = offerings.get(integration.offeringId);
      return {
        ...{ id, name, shareLevel },
        account: row.accountLabel ?? row.accountEmail ?? row.accountId,
        integration: {
          ...{ id: integration.id, name: integration.name },
          provider: offering?.provider ?? integration.offeringId,
          displayName: offering?.displayName ?? integration.offeringId,
        },
        isForEverybody: integration.connectionMode === "shared",
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      };
    }),
  };
}

/** All of them, held until the transaction ends. It decides about no permission either. */
export function holdOwnedConnections(ctx: Context, owned: Owned): Promise<OwnedRow[]> {
  return lockOwned(ctx, owned);
}
