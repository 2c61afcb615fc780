import type { Context } from "#lib/context/context.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { toRedirectUri } from "#lib/integrations/rules.ts";
import { describeVerification } from "#lib/integrations/to-integration.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import { callbackPathOf } from "./check-override.ts";
import type { Override } from "./contract.ts";
import { holdersOf, kindOf, loadOverride, scopeOf } from "./load-override.ts";
import { resolveAlone } from "./plan-override.ts";
import { countConnections, listOverrideRows, type OverrideRow } from "./repository.ts";
import { hasOwnClient, toSettings } from "./rules.ts";

type IntegrationRow = Awaited<ReturnType<typeof loadIntegration>>;

/** One override as its routes answer it. The verb that calls it has decided about permission. */
export async function describeOverride(ctx: Context, integrationId: string, id: string): Promise<Override> {
  const integration = await loadIntegration(ctx, integrationId);
  const row = await loadOverride(ctx, integration, id);
  const [override] = await describeOverrides(ctx, integration, [row]);
  return override as Override;
}

/** The same for some of an integration's overrides, with the names and counts of all in one query each. */
export async function describeOverrides(
  ctx: Context,
  integration: IntegrationRow,
  rows: OverrideRow[],
): Promise<Override[]> {
  const holders = holdersOf(rows.length > 1 ? rows : await listOverrideRows(ctx, integration));
  const [nameOf, counts] = await Promise.all([
    listPeople(ctx, rows.flatMap(peopleOf)),
    countConnections(
      ctx,
      rows.map(({ id }) => id),
      holders,
    ),
  ]);
  return rows.map((row) => {
    const { all, byClient } = counts.get(row.id) ?? { all: 0, byClient: 0 };
    const facts = describe(ctx, integration, row, nameOf);
    return { ...facts, connectionCount: all, clientConnectionCount: byClient };
  });
}

type Described = Omit<Override, "connectionCount" | "clientConnectionCount">;

function describe(
  ctx: Context,
  integration: IntegrationRow,
  row: OverrideRow,
  nameOf: (userId: string) => { id: string; name: string },
): Described {
  const settings = toSettings(row);
  const isOwn = hasOwnClient(settings);
  const callbackUrl = toRedirectUri(ctx.settings, callbackPathOf(integration, scopeOf(row).id, isOwn));
  const authentication = resolveAlone(integration, settings).clientAuthentication.value;
  const [latest] = row.verifications;
  const isAbout = latest?.configVersion === row.configVersion;
  return {
    id: row.id,
    integrationId: row.integrationId,
    scope: { kind: kindOf(row), ...scopeOf(row) },
    status: row.status,
    settings,
    clientSecret: isOwn ? describeSecret(row, nameOf) : null,
    callbackUrl,
    verification:
      latest && isAbout
        ? describeVerification(latest, {
            kind: integration.kind,
            authentication,
            redirectUri: callbackUrl,
            nameOf,
          })
        : null,
    createdBy: nameOf(row.createdById),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function describeSecret(row: OverrideRow, nameOf: (userId: string) => { id: string; name: string }) {
  return {
    isSet: row.keyId !== null,
    last4: row.last4 ?? "",
    setBy: row.secretSetById === null ? null : nameOf(row.secretSetById),
    setAt: row.secretSetAt?.toISOString() ?? null,
    verifiedAt: row.secretVerifiedAt?.toISOString() ?? null,
  };
}

function peopleOf({ createdById, secretSetById, verifications }: OverrideRow): string[] {
  const setters = secretSetById === null ? [] : [secretSetById];
  return [createdById, ...setters, ...verifications.map(({ actorId }) => actorId)];
}
