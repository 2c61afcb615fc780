import { type Context, withActor } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import {
  getIntegrationClientById,
  type IntegrationClient,
} from "#lib/integrations/get-integration-client.ts";
import { discardGrant } from "./discard-grant.ts";
import { type JournalEntry, readJournalEntry } from "./repository-journal.ts";
import { findTokenState } from "./repository-tokens.ts";
import { storeRenewal } from "./store-renewal.ts";

export interface SettledJournal {
  committed: number;
  /** A newer pair is stored, or the connection is gone. */
  dropped: number;
  /** Could not be opened or stored; the files stay where they are. */
  kept: number;
}

/**
 * At start: stores what a process that died could not, while its version still is the stored one, and drops the rest; the
 * tokens of a connection that is gone are revoked. What cannot be opened is reported and kept. Throws nothing.
 */
export async function settleJournal(ctx: Context): Promise<SettledJournal> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system settles the journal");
  const settled: SettledJournal = { committed: 0, dropped: 0, kept: 0 };
  const names = await ctx.journal.list().catch((error: unknown) => {
    ctx.log.error({ err: error, directory: ctx.journal.directory }, "the journal cannot be read");
    return [];
  });
  for (const name of names) settled[await settle(ctx, name)]++;
  return settled;
}

async function settle(ctx: Context, name: string): Promise<keyof SettledJournal> {
  try {
    const entry = await readJournalEntry(ctx, name);
    const { workspaceId } = entry;
    const system = withActor(ctx, { kind: "system", name: "token-refresh", workspaceId });
    const outcome = await storeOrDrop(system, entry);
    await ctx.journal.remove(name);
    ctx.log.info({ connectionId: entry.connectionId, outcome }, "an entry of the journal is settled");
    return outcome;
  } catch (error) {
    ctx.log.error(
      { entry: name, directory: ctx.journal.directory, err: error },
      "an entry of the journal stays",
    );
    return "kept";
  }
}

async function storeOrDrop(ctx: Context, entry: JournalEntry): Promise<"committed" | "dropped"> {
  const { connectionId, workspaceId, tokenVersion, grant, sentAt, clockOffsetMs } = entry;
  const seen = await findTokenState(ctx, workspaceId, connectionId);
  if (!seen) {
    // A start waits for no provider.
    void discard(ctx, entry).catch((error: unknown) =>
      ctx.log.warn({ connectionId, err: error }, "tokens of a connection that is gone were not revoked"),
    );
    return "dropped";
  }
  if (seen.tokenVersion !== tokenVersion) return "dropped";
  const { provider } = await getIntegrationClientById(ctx, seen.integrationId, seen);
  const renewed = { grant, provider, sentAt, clockOffsetMs };
  await inTransaction(ctx, (tx) => storeRenewal(tx, seen, renewed));
  return "committed";
}

// P-04: only by the client and at the addresses that the tokens came from.
async function discard(ctx: Context, entry: JournalEntry): Promise<void> {
  const target = await findTarget(ctx, entry);
  if (target?.layers.clientKey === entry.clientKey) await discardGrant(ctx, { target, grant: entry.grant });
}

async function findTarget(ctx: Context, entry: JournalEntry): Promise<IntegrationClient | null> {
  try {
    return await getIntegrationClientById(ctx, entry.integrationId, entry);
  } catch (error) {
    if (isAppError(error) && ["not-found", "integration-not-configured"].includes(error.code)) return null;
    throw error;
  }
}
