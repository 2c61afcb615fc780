import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import { TEST_NOTICE } from "./contract.ts";
import { insertNotices } from "./repository.ts";

/** Writes a notice that is about no connection, for one webhook to be tried with. Gives its id. */
export async function createTestNotice(
  ctx: Context,
  { workspaceId, webhookId }: { workspaceId: string; webhookId: string },
): Promise<string> {
  const createdAt = ctx.now();
  const id = newId("notice", createdAt.getTime());
  const payload = {
    type: TEST_NOTICE,
    timestamp: createdAt.toISOString(),
    data: { workspaceId, webhookId },
  };
  await insertNotices(ctx, [{ id, workspaceId, type: TEST_NOTICE, connectionId: null, payload, createdAt }]);
  return id;
}
