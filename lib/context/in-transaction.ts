import type { Actor } from "#lib/core/actor.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { Context } from "./context.ts";
import { createEnding } from "./ending.ts";
import { createTurns, type Turns } from "./turns.ts";

/** Of one workspace in one process: a few, so that the next is at hand when one commits. */
const AT_ONCE = 4;
const MAX_WAIT_MS = 15_000;
const TIMEOUT_MS = 20_000;

// By database: whoever shares a pool takes turns. Next bundles its own copy of lib/, so they hang on globalThis.
const slot = Symbol.for("mooring.turns");
const holder = globalThis as { [slot]?: WeakMap<PrismaClient, Turns> };

/**
 * Runs `work` in one database transaction: all of it is written, or none. What was put off to its end is written right
 * before COMMIT. Never call a provider inside it (D-10). Inside another transaction it joins that one. The transactions of one
 * workspace come by turns, for they wait for its chain of events anyway: here they hold no connection meanwhile, and nobody
 * waits behind all that somebody else does (ADR 19).
 */
export async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  const { db, systemDb } = ctx;
  if (!("$transaction" in db)) return work(ctx);
  const isUnbound = db === systemDb;
  const end = await takeTurn(db, ctx.actor);
  try {
    const ending = createEnding();
    const result = await db.$transaction(
      async (db) => {
        const tx = { ...ctx, db, systemDb: isUnbound ? db : systemDb, ending };
        const result = await work(tx);
        await ending.write(tx);
        return result;
      },
      { maxWait: MAX_WAIT_MS, timeout: TIMEOUT_MS },
    );
    ending.committed();
    return result;
  } finally {
    end?.();
  }
}

async function takeTurn(db: PrismaClient, actor: Actor): Promise<(() => void) | undefined> {
  const workspaceId = actor.kind === "anonymous" ? null : actor.workspaceId;
  if (workspaceId === null) return undefined;
  holder[slot] ??= new WeakMap();
  const known = holder[slot].get(db) ?? createTurns(AT_ONCE);
  holder[slot].set(db, known);
  return known.take(workspaceId, describe(actor));
}

function describe(actor: Actor): string {
  switch (actor.kind) {
    case "member":
      return actor.userId;
    case "api-key":
      return actor.apiKeyId;
    case "system":
      return actor.name;
    case "anonymous":
      return "";
  }
}
