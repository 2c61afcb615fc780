import type { Context } from "#lib/context/context.ts";
import { stampKey } from "./repository.ts";

/** Notes when the calling API key was last used; nothing for any other caller. Nobody waits for it. */
export async function updateApiKeyUse(ctx: Context, { usedAt }: { usedAt: Date }): Promise<void> {
  if (ctx.actor.kind === "api-key") await stampKey(ctx, ctx.actor.apiKeyId, usedAt);
}
