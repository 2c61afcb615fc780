import type { Context } from "#lib/context/context.ts";
import type { ChainFault, ChainReport, Checkpoint } from "./contract.ts";
import { explainRow } from "./explain-row.ts";
import {
  type Chain,
  findAt,
  findChain,
  findChains,
  findStray,
  isGenuine,
  isStartGenuine,
  signCheckpoint,
  streamChain,
} from "./repository-verify.ts";

type Store = Pick<Context, "db" | "keyring">;
type Fault = Omit<ChainFault, "chain">;

/**
 * Reads a chain from its start to its end in constant memory and names the first row that is not as it was written: edited,
 * deleted, inserted, reordered, or cut off behind a checkpoint that was kept elsewhere (U-01). The deployment may run on.
 */
export async function verifyChain(ctx: Store, id: string, checkpoint?: Checkpoint): Promise<ChainReport> {
  const chain = await findChain(ctx, id);
  if (!chain) return report(id, null, 0, checkpoint ? { ...at(1), reason: "cut" } : null);
  const { events, fault } = await walk(ctx, chain);
  const now = fault && (await findChain(ctx, id));
  // Retention has moved the start meanwhile: what seems to be missing was removed by the book.
  if (now && now.startSequence !== chain.startSequence) return verifyChain(ctx, id, checkpoint);
  return report(id, chain, events, fault ?? (checkpoint ? await compare(ctx, chain, checkpoint) : null));
}

/** The same for every chain of the deployment, those that only the checkpoint still knows included. */
export async function* verifyChains(
  ctx: Store,
  checkpoints: readonly Checkpoint[],
): AsyncGenerator<ChainReport> {
  const ids = new Set((await findChains(ctx)).map(({ id }) => id));
  for (const { chain } of checkpoints) ids.add(chain);
  for (const id of ids)
    yield await verifyChain(
      ctx,
      id,
      checkpoints.find(({ chain }) => chain === id),
    );
}

async function walk(ctx: Store, chain: Chain): Promise<{ events: number; fault: Fault | null }> {
  if (!isStartGenuine(ctx.keyring, chain))
    return { events: 0, fault: { ...at(chain.startSequence), reason: "start" } };
  let events = 0;
  let [place, previous]: [number, Uint8Array] = [chain.startSequence, chain.startMac];
  for await (const row of streamChain(ctx, chain.id, -(2 ** 31), chain.sequence)) {
    const isRight = row.sequence === place + 1 && isGenuine(ctx.keyring, row, row.sequence, previous);
    if (!isRight) return { events, fault: await explainRow(ctx, chain, { row, place: place + 1, previous }) };
    [place, previous] = [row.sequence, row.mac];
    events += 1;
  }
  if (place < chain.sequence) return { events, fault: { ...at(place + 1), reason: "cut" } };
  if (Buffer.compare(previous, chain.mac) !== 0) return { events, fault: { ...at(place), reason: "end" } };
  const stray = await findStray(ctx, chain.id);
  return {
    events,
    fault: stray && { sequence: stray.sequence, eventId: stray.id, reason: "inserted" },
  };
}

// What the chain itself cannot tell: that there was more of it once.
async function compare(ctx: Store, chain: Chain, checkpoint: Checkpoint): Promise<Fault | null> {
  const { sequence, mac, keyId, signature } = checkpoint;
  if (signCheckpoint(ctx.keyring, checkpoint, keyId)?.signature !== signature)
    return { ...at(sequence), reason: "checkpoint" };
  if (sequence > chain.sequence) return { ...at(chain.sequence + 1), reason: "cut" };
  if (sequence < chain.startSequence) return null;
  const row = sequence === chain.startSequence ? null : await findAt(ctx, chain.id, sequence);
  const now = row?.mac ?? chain.startMac;
  if (Buffer.from(now).toString("hex") === mac) return null;
  return { sequence, eventId: row?.id ?? null, reason: "cut" };
}

function at(sequence: number): Pick<Fault, "sequence" | "eventId"> {
  return { sequence, eventId: null };
}

function report(id: string, chain: Chain | null, events: number, fault: Fault | null): ChainReport {
  const removed = chain?.startSequence ?? 0;
  return { chain: id, events, removed, fault: fault && { ...fault, chain: id } };
}
