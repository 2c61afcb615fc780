import type { Context } from "#lib/context/context.ts";
import type { ApiKeyActor } from "#lib/core/actor.ts";
import { hashKey, isKeyText } from "./key-text.ts";
import { findLiveKey, stampKey } from "./repository.ts";

const stampMs = 60_000;

/**
 * The actor behind a key, `null` when it is not one of ours or has ended. The look-up is by hash, so the time it takes says
 * nothing about how close a guess came. Its use is noted at most once a minute.
 */
export async function getApiKeyActor(
  ctx: Pick<Context, "db" | "now">,
  text: string,
): Promise<ApiKeyActor | null> {
  if (!isKeyText(text)) return null;
  const now = ctx.now();
  const row = await findLiveKey(ctx, hashKey(text), now);
  if (!row) return null;
  const {
    id: apiKeyId,
    lastUsedAt,
    allowedConnectionIds,
    allowedMethods,
    allowedPathPrefixes,
    ...rest
  } = row;
  if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() >= stampMs) await stampKey(ctx, apiKeyId, now);
  const limits = {
    connectionIds: allowedConnectionIds,
    methods: allowedMethods,
    pathPrefixes: allowedPathPrefixes,
  };
  const isLimited = Object.values(limits).some((list) => list.length > 0);
  return { kind: "api-key", apiKeyId, ...rest, ...(isLimited ? { limits } : {}) };
}
