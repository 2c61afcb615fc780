import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { isAppError, notFound } from "#lib/core/errors.ts";
import type { TokenGrant } from "#lib/core/provider.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { discardGrant } from "./discard-grant.ts";
import { writeJournalEntry } from "./repository-journal.ts";
import {
  databaseClockOffsetMs,
  findTokenState,
  type Lease,
  type OpenedRefreshToken,
  type TokenState,
} from "./repository-tokens.ts";
import { storeRenewal } from "./store-renewal.ts";

// Once the database is back, the pair has to be there before another process thinks of asking again.
const LONGEST_PAUSE_MS = 1_000;
const ATTEMPT_MS = 15_000;
// So often in a row a database that answers may refuse a pair; then it is the pair that is wrong, and trying is over.
const REFUSALS = 10;

interface Renewal {
  grant: TokenGrant;
  target: IntegrationClient;
  /** What was sent; `null` where a client got a token for itself, which it can do again. */
  sent: OpenedRefreshToken | null;
  /** How far the database's clock was ahead of ours when the request was sent. */
  clockOffsetMs: number;
}

/**
 * Stores what a refresh brought and gives the stored state; when the connection is gone, the new tokens are revoked, not
 * revived. While the database is gone the pair stays in memory, is written to the journal, and is tried again until
 * it is stored, however long that takes (D-11, C-03). Nobody gets it before. What a database that answers keeps refusing
 * is left to the journal, and the refusal thrown.
 */
export async function keepTokens(ctx: Context, lease: Lease, renewal: Renewal): Promise<TokenState> {
  await storeWithPatience(ctx, lease, renewal);
  const stored = await findTokenState(ctx, lease.workspaceId, lease.connectionId);
  if (stored) return stored;
  await discardGrant(ctx, renewal);
  throw notFound("connection");
}

// A commit whose answer got lost is found by the next attempt, whose fence no longer fits (C-04).
async function storeWithPatience(ctx: Context, lease: Lease, renewal: Renewal): Promise<void> {
  let entry: string | null = null;
  let refusals = 0;
  for (let failures = 0, pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      await withinTime(inTransaction(ctx, (tx) => store(tx, lease, renewal)));
      if (entry !== null) await forget(ctx, entry);
      return;
    } catch (error) {
      entry ??= await writeDown(ctx, lease, renewal);
      if (isAppError(error)) throw error;
      refusals = (await answers(ctx)) ? refusals + 1 : 0;
      if (refusals === REFUSALS) throw error;
      if (failures++ % 30 === 0)
        ctx.log.warn(
          { connectionId: lease.connectionId, err: error, failures },
          "storing renewed tokens failed; trying again",
        );
      await delay(pauseMs);
    }
  }
}

function store(ctx: Context, lease: Lease, { grant, target, clockOffsetMs }: Renewal): Promise<void> {
  const { provider } = target;
  return storeRenewal(ctx, lease, { grant, provider, clockOffsetMs, sentAt: lease.databaseNow });
}

// A connection that nobody answers on would hold the pair for ever; whatever still happens there meets the fence.
async function withinTime(work: Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const tooLong = delay(ATTEMPT_MS, undefined, { signal: controller.signal, ref: false }).then(() => {
    throw new Error("the database did not answer");
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    controller.abort();
  }
}

async function answers(ctx: Context): Promise<boolean> {
  return withinTime(databaseClockOffsetMs(ctx)).then(
    () => true,
    () => false,
  );
}

/** The name of the journal's entry; `null` when there is none, and the pair is in memory alone. */
async function writeDown(
  ctx: Context,
  { connectionId, workspaceId, tokenVersion, leaseHolder, integrationId, databaseNow, ...lease }: Lease,
  { grant, target, sent, clockOffsetMs }: Renewal,
): Promise<string | null> {
  if (!sent) return null;
  try {
    return await writeJournalEntry(ctx, sent.key, {
      ...{ connectionId, workspaceId, tokenVersion, attemptId: leaseHolder, integrationId },
      ...{ runtimeOverrideId: lease.runtimeOverrideId, applicationOverrideId: lease.applicationOverrideId },
      ...{ clientKey: target.layers.clientKey, sentAt: databaseNow, clockOffsetMs, grant },
    });
  } catch (error) {
    ctx.log.error({ connectionId, err: error }, "renewed tokens could not be written to the journal either");
    return null;
  }
}

// What is left over is dropped at the next start: its fence no longer fits.
async function forget(ctx: Context, entry: string): Promise<void> {
  await ctx.journal
    .remove(entry)
    .catch((error: unknown) => ctx.log.warn({ err: error }, "an entry of the journal could not be removed"));
}
