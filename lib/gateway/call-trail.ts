import { createEventBatch, createNotedEvents, type EventBatch } from "#lib/audit/create-noted-events.ts";
import { listConnectionLabels } from "#lib/connections/list-connection-labels.ts";
import type { Context } from "#lib/context/context.ts";
import type { Background } from "./background.ts";
import { toNotedEvents } from "./call-events.ts";
import { type CallBounds, createNotedCalls, type NotedCall, type WaitingCalls } from "./noted-calls.ts";

const BATCH = 250;
const WRITERS = 2;

/** The record of who called what through which connection, collected in memory and written beside the calls (U-07, ADR 31). */
export interface CallTrail {
  note(call: NotedCall): void;
  /** Begins to write what waits, unless that is going on already; call it every second. */
  write(): void;
  /** Writes all that waits; what cannot be written at the end is lost, and told to the log. */
  settle(): Promise<void>;
}

interface Waiting {
  batch: EventBatch;
  entries: number;
  isRepeated: boolean;
}

interface TrailOptions {
  /** A context of the process itself. */
  ctx: Context;
  background: Background;
  bounds?: CallBounds;
}

/** Calls are recorded by the share that the settings name; what was denied, always. */
export function createCallTrail({ ctx, background, bounds }: TrailOptions): CallTrail {
  const { auditedCallShare } = ctx.settings;
  const calls = createNotedCalls(bounds);
  const unwritten = new Map<string, Waiting[]>();
  let running: Promise<void> | null = null;

  async function writeWorkspace(workspaceId: string): Promise<void> {
    const batches = unwritten.get(workspaceId) ?? [];
    for (let next = batches[0]; next; next = batches[0]) {
      const { batch, isRepeated, entries } = next;
      next.isRepeated = true;
      await createNotedEvents(ctx, batch, { isRepeated });
      calls.release(entries);
      batches.shift();
    }
    unwritten.delete(workspaceId);
  }

  async function writeAll(): Promise<void> {
    for (const id of calls.workspaces()) {
      // While something of it could not be written, what comes goes on being put together.
      if (unwritten.has(id)) continue;
      const batches = await toBatches(ctx, id, calls.take(id));
      if (batches.length > 0) unwritten.set(id, batches);
    }
    const ids = [...unwritten.keys()];
    const failures: unknown[] = [];
    const work = async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop())
        await writeWorkspace(id).catch((error: unknown) => failures.push(error));
    };
    await Promise.all(Array.from({ length: WRITERS }, work));
    if (failures.length > 0) throw failures[0];
  }

  const begin = () => {
    running ??= writeAll().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    note: (call) => {
      if (call.outcome !== "denied" && auditedCallShare < 1 && Math.random() >= auditedCallShare) return;
      calls.add(call);
    },
    write: () => {
      if (!running) background.run("calls were", begin);
    },
    settle: async () => {
      await running?.catch(() => {});
      // Once more for what came while something from before still waited.
      await begin()
        .then(begin)
        .catch((error: unknown) => {
          const entries = [...unwritten.values()].flat().reduce((sum, it) => sum + it.entries, 0);
          ctx.log.error({ err: error, entries }, "calls not recorded: the database does not answer");
        });
    },
  };
}

async function toBatches(ctx: Context, workspaceId: string, taken: WaitingCalls): Promise<Waiting[]> {
  const { dropped } = taken;
  if (dropped > 0)
    ctx.log.error({ workspaceId, calls: dropped }, "calls not recorded: too many waited for the database");
  const labels = await findLabels(ctx, workspaceId, taken);
  const noted = toNotedEvents(taken, { workspaceId, labels, share: ctx.settings.auditedCallShare });
  const batches: Waiting[] = [];
  for (let at = 0; at < noted.length; at += BATCH) {
    const part = noted.slice(at, at + BATCH);
    const entries = part.filter(({ actor }) => actor !== null).length;
    const batch = createEventBatch({ workspaceId, name: "gateway" }, part);
    batches.push({ batch, entries, isRepeated: false });
  }
  return batches;
}

// A name is worth no call: without the database there is none, and the batch waits.
async function findLabels(
  ctx: Context,
  workspaceId: string,
  { singles, groups }: WaitingCalls,
): Promise<Map<string, string>> {
  const ids = new Set([...singles, ...groups].flatMap(({ connectionId }) => connectionId ?? []));
  return listConnectionLabels(ctx, { workspaceId, ids: [...ids] }).catch(() => new Map());
}
