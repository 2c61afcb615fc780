import type { Context } from "#lib/context/context.ts";
import { type Lease, renewLease } from "./repository-tokens.ts";

const RENEWAL_MS = 15_000;
// More than all requests of one attempt and their pauses: whatever takes longer hangs, and must not keep others out (C-08).
const LONGEST_MS = 5 * 60_000;

/**
 * Does the work and prolongs the lease every 15 s meanwhile, so that it outlasts a slow provider and ends by itself a minute
 * after its holder has died (D-08). A renewal that fails stops nothing: the version is the fence, not the lease.
 */
export async function holdLease<T>(ctx: Context, lease: Lease, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + LONGEST_MS;
  let isRenewing = false;
  const timer = setInterval(() => {
    if (isRenewing || performance.now() > until) return;
    isRenewing = true;
    renewLease(ctx, lease)
      .catch((error: unknown) =>
        ctx.log.warn({ connectionId: lease.connectionId, err: error }, "a lease could not be renewed"),
      )
      .finally(() => {
        isRenewing = false;
      });
  }, RENEWAL_MS);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
