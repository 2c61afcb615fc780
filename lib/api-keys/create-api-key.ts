import { getDefaultApplicationId } from "#lib/applications/get-default-application.ts";
import { holdApplication } from "#lib/applications/hold-application.ts";
import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { listUsableConnectionIds } from "#lib/connections/list-usable-connection-ids.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, type WorkspaceActor } from "#lib/core/actor.ts";
import { AppError, conflict, invalidInput } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { type ApiKeyScope, rolePermissions } from "#lib/core/permissions.ts";
import { getDefaultRuntimeConfigurationId } from "#lib/runtime-configurations/get-default-runtime-configuration.ts";
import { holdRuntimeConfiguration } from "#lib/runtime-configurations/hold-runtime-configuration.ts";
import type { CreateApiKey, CreatedApiKey } from "./contract.ts";
import { createKeyText, describeKey, hashKey } from "./key-text.ts";
import { countLiveKeys, insertKey } from "./repository.ts";
import { toApiKey } from "./rules.ts";

const maxLiveKeys = 100;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes an API key that acts for the calling member. The answer is the only time that the key itself is seen; the
 * database keeps its SHA-256. Without an application or a runtime configuration it gets the workspace's defaults.
 * Throws 422 at `/scopes/n` for what the member's role lacks, at `/applicationId` and `/runtimeConfigurationId` for those
 * of no or another workspace, at `/allowedConnectionIds/n` for connections that the member may not use, 409 beyond 100 live keys.
 */
export async function createApiKey(ctx: Context, input: CreateApiKey): Promise<CreatedApiKey> {
  const actor = authorize(ctx.actor, "api-keys:write");
  assertScopesOfRole(actor, input.scopes);
  await assertUsableConnections(ctx, input.allowedConnectionIds ?? []);
  const { workspaceId, userId } = actor;
  const now = ctx.now();
  if ((await countLiveKeys(ctx, { workspaceId, createdById: userId }, now)) >= maxLiveKeys) {
    throw conflict(`You have ${maxLiveKeys} live API keys. Revoke one first.`);
  }
  const key = createKeyText();
  const expiresAt =
    input.expiresInDays === null ? null : new Date(now.getTime() + input.expiresInDays * dayMs);
  const id = newId("apiKey", now.getTime());
  const { allowedConnectionIds = [], allowedMethods = [], allowedPathPrefixes = [] } = input;
  const limits = { allowedConnectionIds, allowedMethods, allowedPathPrefixes };
  return inTransaction(ctx, async (ctx) => {
    const row = await insertKey(ctx, {
      ...{ id, workspaceId, createdById: userId, expiresAt, createdAt: now },
      ...(await choosePlace(ctx, workspaceId, input)),
      ...describeKey(key),
      name: input.name,
      scopes: input.scopes,
      secretHash: hashKey(key.reveal()),
      ...limits,
    });
    await createAuditEvent(ctx, {
      action: "api-key.create",
      target: { kind: "api-key", id, label: input.name },
      changes: {
        scopes: { after: input.scopes },
        expiresAt: { after: expiresAt },
        application: { after: row.application.name },
        runtimeConfiguration: { after: row.runtimeConfiguration.name },
        ...describeLimits(limits),
      },
    });
    return { ...toApiKey(row, now), key: key.reveal() };
  });
}

// Held until the key is written, so that neither is deleted in the same moment.
async function choosePlace(ctx: Context, workspaceId: string, input: CreateApiKey) {
  const applicationId = input.applicationId ?? (await getDefaultApplicationId(ctx, workspaceId));
  const runtimeConfigurationId =
    input.runtimeConfigurationId ?? (await getDefaultRuntimeConfigurationId(ctx, workspaceId));
  if (!(await holdApplication(ctx, { id: applicationId, workspaceId })))
    throw invalidInput("/applicationId", "There is no such application. Choose one from the list.");
  if (!(await holdRuntimeConfiguration(ctx, { id: runtimeConfigurationId, workspaceId })))
    throw invalidInput(
      "/runtimeConfigurationId",
      "There is no such runtime configuration. Choose one from the list.",
    );
  return { applicationId, runtimeConfigurationId };
}

function describeLimits(limits: Record<string, string[]>) {
  const set = Object.entries(limits).filter(([, values]) => values.length > 0);
  return Object.fromEntries(set.map(([name, after]) => [name, { after }]));
}

async function assertUsableConnections(ctx: Context, ids: readonly string[]): Promise<void> {
  const usable = await listUsableConnectionIds(ctx, ids);
  const at = ids.findIndex((id) => !usable.includes(id));
  if (at >= 0)
    throw invalidInput(`/allowedConnectionIds/${at}`, "There is no such connection that you may use.");
}

function assertScopesOfRole({ role }: WorkspaceActor, scopes: readonly ApiKeyScope[]): void {
  const errors = scopes.flatMap((scope, index) =>
    rolePermissions[role].includes(scope)
      ? []
      : [{ pointer: `/scopes/${index}`, detail: `Your role does not include “${scope}”.` }],
  );
  if (errors[0])
    throw new AppError("invalid-input", "scopes beyond the role", { detail: errors[0].detail, errors });
}
