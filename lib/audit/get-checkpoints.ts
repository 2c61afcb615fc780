import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Checkpoint } from "./contract.ts";
import { findChain, findChains, signCheckpoint } from "./repository-verify.ts";

/** The signed ends of all chains, or of one. An empty list: nothing has been written yet. */
export async function getCheckpoints(
  ctx: Pick<Context, "db" | "keyring" | "now">,
  id?: string,
): Promise<Checkpoint[]> {
  const chains = id === undefined ? await findChains(ctx) : [await findChain(ctx, id)];
  const at = ctx.now().toISOString();
  return chains.flatMap((chain) => {
    if (!chain) return [];
    const end = {
      chain: chain.id,
      sequence: chain.sequence,
      mac: Buffer.from(chain.mac).toString("hex"),
      at,
    };
    const signed = signCheckpoint(ctx.keyring, end);
    if (!signed) throw new AppError("internal", "the keyring lacks its own current key");
    return [{ ...end, ...signed }];
  });
}
