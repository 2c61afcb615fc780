import type { Context } from "#lib/context/context.ts";
import { type Owned, summarizeOwned } from "./repository-owned.ts";

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
