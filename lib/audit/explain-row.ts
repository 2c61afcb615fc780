import type { Context } from "#lib/context/context.ts";
import type { ChainFault } from "./contract.ts";
import { type Chain, isGenuine, macAt, type StoredRow, streamChain } from "./repository-verify.ts";

type Store = Pick<Context, "db" | "keyring">;

interface Stumble {
  /** The first row that is not right. */
  row: StoredRow;
  /** The place that should have come, and the HMAC before it. */
  place: number;
  previous: Uint8Array;
}

/** What was done to a chain, told from the first row that is not right and from those behind it. */
export async function explainRow(
  ctx: Store,
  chain: Chain,
  { row, place, previous }: Stumble,
): Promise<Omit<ChainFault, "chain">> {
  const found = (reason: ChainFault["reason"]) => ({ sequence: row.sequence, eventId: row.id, reason });
  if (row.sequence > place) return { sequence: place, eventId: null, reason: "deleted" };
  if (row.sequence < place) return found("inserted");
  if (isGenuine(ctx.keyring, row, place, previous) === null) return found("key");
  const rest = streamChain(ctx, chain.id, place + 1, 2 ** 31 - 1);
  const first = await rest.next();
  const next = first.done ? null : first.value;
  const own = macAt(ctx.keyring, row, place, previous);
  if (next && (fits(ctx, next, next.sequence, row.mac) || (own && fits(ctx, next, next.sequence, own))))
    return found("edited");
  // The next one still fits behind this one, but one place further on: something between them and the start is gone.
  if (next && fits(ctx, next, next.sequence + 1, row.mac)) return { ...found("deleted"), eventId: null };
  return found(await findMoved(ctx, { row, place, previous }, next, rest));
}

// The row that belongs here may stand somewhere behind.
async function findMoved(
  ctx: Store,
  { row, place, previous }: Stumble,
  next: StoredRow | null,
  rest: AsyncGenerator<StoredRow>,
): Promise<ChainFault["reason"]> {
  if (next && fits(ctx, next, place, previous))
    return fits(ctx, row, place + 1, next.mac) ? "reordered" : "inserted";
  for await (const later of rest) if (fits(ctx, later, place, previous)) return "reordered";
  return "edited";
}

function fits({ keyring }: Store, row: StoredRow, sequence: number, previous: Uint8Array): boolean {
  return isGenuine(keyring, row, sequence, previous) === true;
}
