import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, invalidInput, notFound } from "#lib/core/errors.ts";
import type { Provider } from "#lib/core/provider.ts";
import { getIntegrationApi } from "#lib/integrations/get-integration-api.ts";
import { resolveApiBase } from "#lib/oauth/api-base.ts";
import { readTenants, type Tenant, withTenant } from "#lib/oauth/tenants.ts";
import type { Connection, ShareLevel } from "./contract.ts";
import { loadConnection } from "./get-connection.ts";
import type { ConnectionRow } from "./repository.ts";
import { updateConnectionRow } from "./repository-changes.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { lockTokens } from "./repository-tokens.ts";
import { shareConnection } from "./share-connection.ts";
import { labelOf, toConnection, toData } from "./to-connection.ts";

interface ConnectionUpdate {
  id: string;
  /** By id or by its place in the list that came with the grant. */
  tenant?: string | number | undefined;
  /** What people call it; `null`: by its account. */
  name?: string | null | undefined;
  shareLevel?: ShareLevel | null | undefined;
  actsAs?: string | undefined;
}

/**
 * Shares a connection (`shareConnection`), names it, or chooses the tenant that its calls go to; the facts of the tenant and
 * the API base change in one statement. For those who manage it. 409 where the grant lists no tenants, 422 at `/tenant` for
 * one that is not among them.
 */
export async function updateConnection(
  ctx: Context,
  { id, tenant, name, shareLevel, actsAs }: ConnectionUpdate,
): Promise<Connection> {
  if (shareLevel !== undefined) return shareConnection(ctx, { id, shareLevel, actsAs });
  const actor = authorize(ctx.actor, "connections:write");
  const row = await loadConnection(ctx, actor, id, "canManage");
  if (name !== undefined) await rename(ctx, row, name);
  if (tenant !== undefined) await moveTenant(ctx, row, tenant);
  return toConnection(ctx, actor, await loadConnection(ctx, actor, id));
}

async function rename(ctx: Context, row: ConnectionRow, name: string | null): Promise<void> {
  if (name === row.name) return;
  const { id, workspaceId, integrationId } = row;
  await inTransaction(ctx, async (ctx) => {
    if (!(await updateConnectionRow(ctx, row, { name }))) throw notFound("connection");
    const change = { before: row.name, after: name };
    await insertConnectionEvent(ctx, { workspaceId, connectionId: id, type: "renamed", detail: change });
    await createAuditEvent(ctx, {
      action: "connection.update",
      target: { kind: "connection", id, label: labelOf({ ...row, name }), integrationId },
      changes: { name: change },
    });
  });
}

async function moveTenant(ctx: Context, row: ConnectionRow, tenant: string | number): Promise<void> {
  const { id } = row;
  // P-04: with the overrides that it was made under, for its tokens go nowhere else.
  const { provider } = await getIntegrationApi(ctx, row.integrationId, row);
  await inTransaction(ctx, async (ctx) => {
    // A refresh and a reconnect hold the same lock, so that neither writes back what was there before.
    const seen = await lockTokens(ctx, { connectionId: id, workspaceId: row.workspaceId });
    if (!seen) throw notFound("connection");
    const { chosen, before, data } = chooseTenant(provider, toData(seen.data), tenant);
    if (chosen.id === before?.id) return;
    const apiBaseUri = resolveApiBase(provider, data);
    await updateConnectionRow(ctx, row, { data, apiBaseUri });
    const changes = {
      tenant: { before, after: chosen },
      apiBaseUri: { before: row.apiBaseUri, after: apiBaseUri },
    };
    await insertConnectionEvent(ctx, {
      workspaceId: row.workspaceId,
      connectionId: id,
      type: "tenant-chosen",
      detail: { before: before?.label ?? before?.id ?? null, after: chosen.label ?? chosen.id },
    });
    await createAuditEvent(ctx, {
      action: "connection.update",
      target: { kind: "connection", id, label: labelOf(row), integrationId: row.integrationId },
      changes,
    });
  });
}

function chooseTenant(provider: Provider, stored: Record<string, unknown>, asked: string | number) {
  const tenants = readTenants(provider.followUps, stored);
  if (!tenants || tenants.items.length === 0)
    throw conflict(`${provider.displayName} named nothing to choose among when this account was connected.`);
  const chosen: Tenant | undefined =
    typeof asked === "number" ? tenants.items[asked] : tenants.items.find(({ id }) => id === asked);
  const data = chosen && withTenant(provider.followUps, stored, chosen.id);
  if (!chosen || !data)
    throw invalidInput(
      "/tenant",
      `This account does not reach it. Choose one of the list, or reconnect when it is new.`,
    );
  return { chosen, before: tenants.chosen, data };
}
