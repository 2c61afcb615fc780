import { setTimeout as delay } from "node:timers/promises";
import { type Context, withActor } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { attemptDelivery } from "./attempt-delivery.ts";
import { openTarget, type WebhookPlace } from "./repository.ts";
import { claimDeliveries, findDueWebhooks } from "./repository-deliveries.ts";

const LANES = 50;
const AT_ONCE = 5;
const LANE_MS = 10_000;
const LOOK_MS = 500;
/** Longer than a message may take; a claim that is lost with its process is due again then. */
const CLAIM_MS = 60_000;

/**
 * Sends what is due to the webhooks of all workspaces, until nothing is or `signal` stops it after what runs. Any number of
 * processes may do so at the same time. Each webhook has a lane of its own, five messages at once, so that a receiver that is
 * slow holds up nobody but itself; one that fails gives its lane back. Who had a lane gets the next one after everybody else who
 * waits, so that no backlog keeps others out. Gives how many arrived and how many did not.
 */
export async function deliverDueMessages(
  ctx: Context,
  signal?: AbortSignal,
  most = LANES,
): Promise<{ arrived: number; failed: number }> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system delivers for everybody");
  const counts = { arrived: 0, failed: 0 };
  const lanes = new Map<string, Promise<void>>();
  const served = new Set<string>();
  while (!signal?.aborted) {
    const running = [...lanes.keys()];
    for (const webhook of await findNext(ctx, { running, served, limit: most - lanes.size })) {
      served.add(webhook.id);
      const lane = work(ctx, webhook, counts, signal)
        .catch((error: unknown) =>
          ctx.log.error({ webhookId: webhook.id, err: error }, "delivering to a webhook failed"),
        )
        .finally(() => lanes.delete(webhook.id));
      lanes.set(webhook.id, lane);
    }
    if (lanes.size === 0) break;
    await Promise.race([Promise.all(lanes.values()), delay(LOOK_MS, undefined, { ref: false })]);
  }
  await Promise.all(lanes.values());
  return counts;
}

interface Round {
  running: readonly string[];
  /** Who had a lane since everybody who waited had one. */
  served: Set<string>;
  limit: number;
}

async function findNext(ctx: Context, { running, served, limit }: Round): Promise<WebhookPlace[]> {
  const first = await findDueWebhooks(ctx, { except: [...running, ...served], limit });
  if (first.length === limit || served.size === 0) return first;
  served.clear();
  const except = [...running, ...first.map(({ id }) => id)];
  return [...first, ...(await findDueWebhooks(ctx, { except, limit: limit - first.length }))];
}

async function work(
  ctx: Context,
  { id, workspaceId }: WebhookPlace,
  counts: { arrived: number; failed: number },
  signal?: AbortSignal,
): Promise<void> {
  const system = withActor(ctx, { kind: "system", name: "webhooks", workspaceId });
  const startedAt = performance.now();
  while (!signal?.aborted && performance.now() - startedAt < LANE_MS) {
    const until = new Date(ctx.now().getTime() + CLAIM_MS);
    const rows = await claimDeliveries(system, { webhookId: id, workspaceId }, { limit: AT_ONCE, until });
    // Read anew for each claim: what an edit or a new secret changed holds from the next message on.
    const target = rows.length > 0 ? await openTarget(system, { id, workspaceId }) : null;
    if (!target) return;
    const outcomes = await Promise.allSettled(rows.map((row) => attemptDelivery(system, row, target)));
    const broken = outcomes.find(({ status }) => status === "rejected");
    if (broken?.status === "rejected") throw broken.reason;
    const arrived = outcomes.filter((one) => one.status === "fulfilled" && one.value.hasArrived).length;
    counts.arrived += arrived;
    counts.failed += outcomes.length - arrived;
    if (arrived < rows.length || rows.length < AT_ONCE) return;
  }
}
