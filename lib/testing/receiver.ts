import { onTestFinished } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { createEgress } from "#lib/egress/create-egress.ts";
import type { NoticeType } from "#lib/notices/contract.ts";
import { createNotices } from "#lib/notices/create-notices.ts";
import { startUpstream, type TestUpstream } from "./upstream.ts";

/** A receiver of webhooks on this machine, until the test ends. */
export async function startReceiver(): Promise<TestUpstream> {
  const upstream = await startUpstream();
  onTestFinished(() => upstream.close());
  return upstream;
}

/** The real way out, opened for this machine, until the test ends. */
export function loopbackFetch(): Context["fetch"] {
  const egress = createEgress({ allowCidrs: ["127.0.0.1/32"] });
  onTestFinished(() => egress.close());
  return egress.fetch;
}

/** Tells of a connection that exists nowhere, in a transaction of its own. */
export async function tellOf(
  ctx: Context,
  workspaceId: string,
  { type = "connection.needs_reauth" as NoticeType, connectionId = "conn-1", times = 1 } = {},
): Promise<void> {
  const facts = { workspaceId, integrationId: "integration-1", ownerId: "user-1", isShared: false };
  const notice = { type, connectionId, ...facts, status: "needs_reauth", cause: "invalid_grant" };
  await inTransaction(ctx, (tx) =>
    createNotices(
      tx,
      Array.from({ length: times }, () => notice),
    ),
  );
}
