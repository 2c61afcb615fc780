import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { Account, ConnectionData, Provider, TokenGrant } from "#lib/core/provider.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { holdIntegration } from "#lib/integrations/hold-integration.ts";
import { readTenants } from "#lib/oauth/tenants.ts";
import { areLayersUnchanged, type Under } from "#lib/overrides/find-layers.ts";
import { holdUnder } from "#lib/overrides/hold-under.ts";
import { holdMember } from "#lib/workspaces/hold-member.ts";
import { announceConnections } from "./announce-connections.ts";
import { writeStatus } from "./change-status.ts";
import { flowStop } from "./flow-failures.ts";
import { loadToReconnect } from "./get-connection.ts";
import { grantColumns } from "./grant-columns.ts";
import { type ConnectionRow, findSameAccount } from "./repository.ts";
import { insertConnection, lockConnection, lockGrants, updateConnectionRow } from "./repository-changes.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import {
  databaseClockOffsetMs,
  insertTokens,
  lockTokens,
  openRefreshToken,
  replaceTokens,
} from "./repository-tokens.ts";
import { missingScopes, scopeChange } from "./rules.ts";
import { clientOverrideOf, labelOf, toData } from "./to-connection.ts";
import { withdrawGrant } from "./withdraw-grant.ts";

/** A grant that was just obtained, and where it belongs. */
export interface NewGrant {
  target: IntegrationClient;
  grant: TokenGrant;
  account: Account | null;
  ownerId: string;
  isShared: boolean;
  /** Reconnect this one; `null` for the owner's connection of the same account, or a new one. */
  connectionId: string | null;
  /** Under what a new one is made; a reconnect stays under what it was made under. */
  under: Under;
  allowSwitch: boolean;
  scopesAsked: string[];
  sentAt: Date;
}

/**
 * Stores a grant as a connection and gives its id; call it inside a transaction. The owner's connection of the same account
 * is renewed in place, so its id and whatever points to it stay. A reconnect that ends at another account changes nothing
 * unless a switch was confirmed (F-12), and no grant is kept once the integration or an override moved on (P-04). From now on
 * the connection refreshes with the overrides that it was made with.
 */
export async function storeGrant(ctx: Context, input: NewGrant): Promise<string> {
  const { target, account, ownerId, isShared, under } = input;
  const { id: integrationId, workspaceId } = target.integration;
  await lockGrants(ctx, { integrationId, ownerId });
  await assertNothingMoved(ctx, input);
  // Z-03: who was removed while the provider answered gets nothing; the removal waits for this transaction or this for it.
  if (!(await holdMember(ctx, { workspaceId, userId: ownerId })))
    throw flowStop("sign-in-required", `user ${ownerId} is no member any more`);
  if (input.connectionId !== null)
    return replaceGrant(ctx, input, await holdReconnected(ctx, input, input.connectionId));
  const place = { workspaceId, integrationId, ownerId, isShared, ...under };
  const same = account && (await findSameAccount(ctx, { ...place, accountId: account.id }));
  return same ? replaceGrant(ctx, input, same) : addGrant(ctx, input);
}

// Whoever edits the integration or one of its overrides waits for the lock of the integration, so this holds until the end.
async function assertNothingMoved(ctx: Context, { target, under }: NewGrant): Promise<void> {
  const { id, workspaceId, configVersion } = target.integration;
  const held = await holdIntegration(ctx, { id, workspaceId });
  const isSame = held?.configVersion === configVersion && !held.isDisabled;
  if (isSame && (await areLayersUnchanged(ctx, target)) && (await holdUnder(ctx, workspaceId, under))) return;
  throw flowStop("integration-changed", `integration ${id} moved on`);
}

// The provider took its time, and the level may have changed meanwhile: the rights are those of now, and stay until the end.
async function holdReconnected(ctx: Context, input: NewGrant, id: string): Promise<ConnectionRow> {
  const { account, allowSwitch } = input;
  const { id: integrationId, workspaceId } = input.target.integration;
  await lockTokens(ctx, { connectionId: id, workspaceId });
  if (!(await lockConnection(ctx, { id, workspaceId }))) throw notFound("connection");
  const actor = authorize(ctx.actor, "connections:read");
  const row = await loadToReconnect(ctx, actor, id, { allowSwitch, namesAccount: account !== null });
  if (row.integrationId !== integrationId) throw notFound("connection");
  return row;
}

async function addGrant(ctx: Context, input: NewGrant): Promise<string> {
  const { target, grant, ownerId, isShared } = input;
  const { id: integrationId, workspaceId } = target.integration;
  const connectionId = newId("connection", ctx.now().getTime());
  const { pair, columns } = grantColumns(target.provider, grant, null, await timesOf(ctx, input, {}));
  const scopes = grant.scopes ?? input.scopesAsked;
  await insertConnection(ctx, {
    ...{ id: connectionId, workspaceId, integrationId, ownerId, isShared, authorizedById: ownerId },
    shareLevel: isShared ? "use" : null,
    ...input.under,
    ...pinsOf(target),
    ...columns,
    ...accountColumns(input.account),
    scopes,
    lastAuthorizedAt: ctx.now(),
  });
  await insertTokens(ctx, { connectionId, workspaceId }, pair);
  await record(ctx, input, { connectionId, type: "granted", scopes });
  await announceConnections(ctx, "connection.created", [connectionId]);
  return connectionId;
}

async function replaceGrant(ctx: Context, input: NewGrant, found: ConnectionRow): Promise<string> {
  const { target, grant, account } = input;
  const { id: connectionId, workspaceId } = found;
  const row = found.handover === "withdraw" ? await withdrawGrant(ctx, found) : found;
  const isOther = account !== null && row.accountId !== null && account.id !== row.accountId;
  if (isOther && !input.allowSwitch)
    throw flowStop("another-account", `connection ${connectionId} belongs to another account`);
  const seen = await lockTokens(ctx, { connectionId, workspaceId });
  if (!seen) throw notFound("connection");
  // Some providers send no refresh token the second time; then the stored one goes on, if it is of the same account and,
  // as P-04 wants, of the same address and client: what a suspended connection holds is not.
  const { status, statusCause } = seen;
  const isSame =
    account !== null &&
    account.id === row.accountId &&
    status !== "suspended" &&
    clientOverrideOf(row) === target.layers.clientOverrideId;
  const before = isSame && {
    data: {},
    apiBaseUri: row.apiBaseUri,
    refreshToken: await openRefreshToken(ctx, seen),
    refreshTokenExpiresAt: row.refreshTokenExpiresAt,
  };
  const { pair, columns } = grantColumns(
    target.provider,
    grant,
    before || null,
    await timesOf(ctx, input, toData(seen.data)),
  );
  await replaceTokens(ctx, { connectionId, workspaceId }, seen.tokenVersion, pair);
  const scopes = grant.scopes ?? input.scopesAsked;
  await updateConnectionRow(ctx, row, {
    ...columns,
    ...pinsOf(target),
    ...(account && accountColumns(account)),
    ...consentColumns(input, row),
    scopes,
    wantedScopes: isOther ? [] : missingScopes(row.wantedScopes, scopes),
    lastAuthorizedAt: ctx.now(),
  });
  await writeStatus(
    ctx,
    { connectionId, workspaceId, status, statusCause },
    { status: "active", cause: null },
  );
  await record(ctx, input, {
    connectionId,
    type: "reconnected",
    scopes,
    replacedAccountId: isOther ? row.accountId : null,
    tenant: movedTenant(target.provider, toData(seen.data), columns.data),
  });
  const change = isOther ? null : scopeChange(row.scopes, scopes);
  if (change)
    await insertConnectionEvent(ctx, { connectionId, workspaceId, type: "scopes-changed", detail: change });
  return connectionId;
}

/** The tenant that calls went to and go to, when the new grant no longer reaches the former one. */
function movedTenant(provider: Provider, before: ConnectionData, after: ConnectionData) {
  const [former, present] = [before, after].map((data) => readTenants(provider.followUps, data)?.chosen);
  if (!former || former.id === present?.id) return null;
  return { before: former.label ?? former.id, after: present?.label ?? present?.id ?? null };
}

async function timesOf(ctx: Context, { sentAt }: NewGrant, storedData: Record<string, unknown>) {
  const clockOffsetMs = await databaseClockOffsetMs(ctx);
  return { clockOffsetMs, sentAt: new Date(sentAt.getTime() + clockOffsetMs), storedData };
}

function pinsOf({ layers }: IntegrationClient) {
  const { runtimeOverrideId, applicationOverrideId } = layers;
  return { runtimeOverrideId, applicationOverrideId };
}

// Whose account it acts as. Somebody else who signs in to the same account again leaves it whose it was.
function consentColumns({ ownerId: signedInId, account }: NewGrant, row: ConnectionRow) {
  if (signedInId === row.ownerId) return { authorizedById: signedInId, handover: null, handedOverById: null };
  const isSame = account !== null && account.id === row.accountId;
  return isSame ? {} : { authorizedById: signedInId };
}

function accountColumns(account: Account | null) {
  return {
    accountId: account?.id ?? null,
    accountLabel: account?.label ?? null,
    accountEmail: account?.email ?? null,
    accountPictureUrl: account?.pictureUrl ?? null,
  };
}

interface Outcome {
  connectionId: string;
  type: "granted" | "reconnected";
  scopes: string[];
  replacedAccountId?: string | null;
  /** Set when calls go to another tenant than before. */
  tenant?: { before: string; after: string | null } | null;
}

async function record(
  ctx: Context,
  input: NewGrant,
  { connectionId, type, scopes, replacedAccountId = null, tenant = null }: Outcome,
): Promise<void> {
  const { integration } = input.target;
  const accountId = input.account?.id ?? null;
  const facts = {
    scopes,
    missingScopes: missingScopes(input.scopesAsked, scopes),
    accountId,
    replacedAccountId,
    ...(tenant && { tenant }),
  };
  await insertConnectionEvent(ctx, {
    connectionId,
    workspaceId: integration.workspaceId,
    type,
    detail: facts,
  });
  const label = labelOf({
    id: connectionId,
    accountId,
    accountLabel: input.account?.label ?? null,
    accountEmail: input.account?.email ?? null,
  });
  await createAuditEvent(ctx, {
    action: type === "granted" ? "connection.create" : "connection.reconnect",
    target: { kind: "connection", id: connectionId, label, integrationId: integration.id },
    changes: { ...facts, integrationId: integration.id, isShared: input.isShared, ...pinsOf(input.target) },
  });
}
