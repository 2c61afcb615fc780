import type { z } from "zod";
import { isWorkspaceAdmin, type WorkspaceActor } from "#lib/core/actor.ts";
import type { ApiKeyScope } from "#lib/core/permissions.ts";
import type { ApiKey, apiKeySchema, apiKeyStates } from "./contract.ts";
import type { ApiKeyRow, KeyScope } from "./repository.ts";

/** The keys that the actor may see and revoke: admins everyone's in the workspace, others their own. */
export function visibleKeys(actor: WorkspaceActor, createdBy: "me" | "anyone" = "anyone"): KeyScope {
  const { workspaceId, userId } = actor;
  return createdBy === "anyone" && isWorkspaceAdmin(actor)
    ? { workspaceId }
    : { workspaceId, createdById: userId };
}

/** What a row says about itself to whoever may see it. */
export function toApiKey(row: ApiKeyRow, now: Date): z.input<typeof apiKeySchema> {
  const { id, name, prefix, last4, createdBy, application, runtimeConfiguration } = row;
  return {
    ...{ id, name, prefix, last4, createdBy, application, runtimeConfiguration },
    scopes: row.scopes as ApiKeyScope[],
    allowedConnectionIds: row.allowedConnectionIds,
    allowedMethods: row.allowedMethods,
    allowedPathPrefixes: row.allowedPathPrefixes,
    state: keyState(row, now),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  } satisfies ApiKey;
}

/** Whether a key still opens anything. */
export function keyState(
  key: Pick<ApiKeyRow, "revokedAt" | "expiresAt">,
  now: Date,
): (typeof apiKeyStates)[number] {
  if (key.revokedAt) return "revoked";
  return key.expiresAt && key.expiresAt <= now ? "expired" : "active";
}
