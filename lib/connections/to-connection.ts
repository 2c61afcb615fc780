import type { Context } from "#lib/context/context.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { findOfferings } from "#lib/custom-offerings/find-offering.ts";
import { readTenants } from "#lib/oauth/tenants.ts";
import { resolveSettings } from "#lib/overrides/resolve-settings.ts";
import { toSettings } from "#lib/overrides/rules.ts";
import { accessTo } from "./access-rules.ts";
import type { Account, Connection } from "./contract.ts";
import { explainHealth } from "./explain-status.ts";
import { lifeOf, unknownLife } from "./grant-life.ts";
import { holdOf, standingOf, toForecast } from "./health.ts";
import type { ConnectionRow } from "./repository.ts";
import { missingScopes } from "./rules.ts";

const iso = (time: Date | null) => time?.toISOString() ?? null;

type Offerings = Awaited<ReturnType<typeof findOfferings>>;

/** Connections as their routes answer them, with what the actor may do; their offerings in one look-up. */
export async function toConnections(
  ctx: Context,
  actor: WorkspaceActor,
  rows: readonly ConnectionRow[],
): Promise<Connection[]> {
  const offerings = await findOfferings(
    ctx,
    rows.map(({ integration }) => integration.offeringId),
  );
  return rows.map((row) => describe(ctx, offerings, actor, row));
}

/** The same for one. */
export async function toConnection(
  ctx: Context,
  actor: WorkspaceActor,
  row: ConnectionRow,
): Promise<Connection> {
  return describe(ctx, await findOfferings(ctx, [row.integration.offeringId]), actor, row);
}

function describe(ctx: Context, offerings: Offerings, actor: WorkspaceActor, row: ConnectionRow): Connection {
  const { canSee: _seen, canSwitch: _switch, ...access } = accessTo(actor, row);
  const settings = resolvePinned(row);
  const offering = offerings.get(row.integration.offeringId);
  const { kind } = row.integration;
  const hold = holdOf(row.integration, clientSourceOf(settings) === "integration");
  const facts = { ...row, kind, hold };
  const standing = standingOf(facts, offering ? lifeOf(offering) : unknownLife, ctx.now());
  return {
    id: row.id,
    integrationId: row.integrationId,
    ownerId: row.ownerId,
    isShared: row.isShared,
    shareLevel: row.shareLevel,
    name: row.name,
    tokenExpiresAt: iso(row.tokenExpiresAt),
    refreshTokenExpiresAt: iso(row.refreshTokenExpiresAt),
    lastAuthorizedAt: row.lastAuthorizedAt.toISOString(),
    apiBaseUri: row.apiBaseUri,
    data: toData(row.data),
    tenants: readTenants(offering?.followUps ?? [], toData(row.data)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    status: row.status,
    statusCause: row.statusCause,
    statusExplanation: explainHealth(standing, facts, row.statusCause, kind),
    health: standing.health,
    forecast: toForecast(standing),
    statusChangedAt: row.statusChangedAt.toISOString(),
    retryAt: iso(row.retryAt),
    account: toAccount(row),
    scopes: row.scopes,
    missingScopes: missingScopes(settings.scopes.value, row.scopes),
    wantedScopes: missingScopes(row.wantedScopes, row.scopes).map((scope) => ({
      scope,
      isOffered: settings.scopes.value.includes(scope),
    })),
    owner: row.owner,
    authorizedBy: row.authorizedBy,
    handover: toHandover(actor, row),
    integration: describeIntegration(offerings, row.integration),
    runtimeConfiguration: row.runtimeConfiguration,
    application: row.application,
    client: { source: clientSourceOf(settings), clientId: settings.clientId.value },
    hasRefreshToken: row.hasRefreshToken,
    lastRefreshedAt: iso(row.lastRefreshedAt),
    lastUsedAt: iso(row.lastUsedAt),
    ...access,
  };
}

/** The override whose client a connection refreshes with; `null`: the integration's own. */
export function clientOverrideOf(row: ConnectionRow): string | null {
  const source = clientSourceOf(resolvePinned(row));
  if (source === "integration") return null;
  return source === "application" ? row.applicationOverrideId : row.runtimeOverrideId;
}

// Enough of the settings to say whose client it is and what was asked for.
function resolvePinned({ integration, runtimeOverride, applicationOverride }: ConnectionRow) {
  const { clientId, oauthCredential, scopes } = integration;
  const own = { clientId: oauthCredential?.clientId ?? clientId, scopes, prompt: null, variables: {} };
  return resolveSettings({
    integration: { ...own, clientAuthentication: "none" },
    runtime: runtimeOverride && toSettings(runtimeOverride),
    application: applicationOverride && toSettings(applicationOverride),
  });
}

function clientSourceOf({ clientSource }: ReturnType<typeof resolvePinned>): Connection["client"]["source"] {
  return clientSource === "offering" ? "integration" : clientSource;
}

/** What a connection is called, in the words of the list: its name, else its account's label, address or id. */
export function labelOf(
  row: Pick<ConnectionRow, "accountLabel" | "accountEmail" | "accountId" | "id"> & { name?: string | null },
): string {
  return row.name ?? accountLabelOf(row);
}

/** Who signed in: a label, an address, an id, or nothing known. */
export function accountLabelOf(
  row: Pick<ConnectionRow, "accountLabel" | "accountEmail" | "accountId" | "id">,
): string {
  return row.accountLabel ?? row.accountEmail ?? row.accountId ?? row.id;
}

/** What the provider told about the grant, as an object whatever the column holds. */
export function toData(data: unknown): Record<string, unknown> {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? { ...data } : {};
}

// Whether the grant of whoever left is withdrawn already makes no difference to its owner.
function toHandover(
  actor: WorkspaceActor,
  { handover, handedOverBy, ownerId }: ConnectionRow,
): Connection["handover"] {
  if (handover === null || handedOverBy === null) return null;
  const needs = handover === "confirm" ? "confirm" : "consent";
  return { needs, by: handedOverBy, isYours: actor.userId === ownerId };
}

function toAccount(row: ConnectionRow): Account | null {
  if (row.accountId === null) return null;
  return {
    id: row.accountId,
    label: row.accountLabel,
    email: row.accountEmail,
    pictureUrl: row.accountPictureUrl,
  };
}

// An offering may leave the catalogue while its integrations live on.
function describeIntegration(
  offerings: Offerings,
  { id, slug, name, kind, offeringId }: ConnectionRow["integration"],
): Connection["integration"] {
  const offering = offerings.get(offeringId);
  return {
    id,
    slug,
    name,
    kind,
    offeringId,
    provider: offering?.provider ?? offeringId,
    displayName: offering?.displayName ?? offeringId,
    keyLabel: offering?.setup.keyLabel ?? null,
  };
}
