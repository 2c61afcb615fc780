import { createHash } from "node:crypto";
import { lookBeyond } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { isAppError } from "#lib/core/errors.ts";
import { getIntegrationApi } from "#lib/integrations/get-integration-api.ts";
import type { DisconnectImpact } from "./contract.ts";
import { loadConnection } from "./get-connection.ts";
import type { ConnectionRow } from "./repository.ts";
import { listSiblings, listUsers } from "./repository-counts.ts";
import { isGrantWide, planRevocation } from "./revocation-rules.ts";
import { labelOf } from "./to-connection.ts";

/** What stops working with a connection, for the dialog that asks before. 403 for those who may not disconnect it. */
export async function getDisconnectImpact(ctx: Context, { id }: { id: string }): Promise<DisconnectImpact> {
  const actor = authorize(ctx.actor, "connections:read");
  return describeImpact(ctx, await loadConnection(ctx, actor, id, "canDisconnect"));
}

/** The same for a row that is at hand. */
export async function describeImpact(ctx: Context, row: ConnectionRow): Promise<DisconnectImpact> {
  const { count, people } = row.isShared ? await listUsers(ctx, row) : { count: 1, people: [row.owner] };
  const revocation = await findRevocationWay(ctx, row);
  const siblings = isGrantWide(revocation) ? await findSiblings(ctx, row) : [];
  const impact = {
    connectionId: row.id,
    label: labelOf(row),
    isShared: row.isShared,
    peopleCount: count,
    people,
    workflowsCount: 0,
    revocation: isOutOfReach(row) ? "not-supported" : planRevocation(revocation, siblings.length > 0),
    // Those of other workspaces keep the grant alive too, but are nobody's business here.
    siblings: siblings
      .filter(({ workspaceId }) => workspaceId === row.workspaceId)
      .map(({ id, owner, integration }) => ({
        id,
        ownerName: owner.name,
        integrationName: integration.name,
      })),
  };
  const fingerprint = createHash("sha256").update(JSON.stringify(impact)).digest("base64url").slice(0, 22);
  return { ...impact, lastUsedAt: row.lastUsedAt?.toISOString() ?? null, fingerprint };
}

// P-04: a suspended grant belongs to an address or client that is no longer the integration's. One that was handed over for
// its owner to sign in to is gone already.
function isOutOfReach({ status, handover }: ConnectionRow): boolean {
  return status === "suspended" || handover === "consent";
}

// The deployment's client is at work in every workspace: whoever has the account through it stands on the same grant.
function findSiblings(ctx: Context, row: ConnectionRow): Promise<ConnectionRow[]> {
  return listSiblings(row.integration.oauthCredentialId === null ? ctx : lookBeyond(ctx), row);
}

// Where the offering is gone, nobody knows how to revoke there; that keeps nobody from disconnecting here.
async function findRevocationWay(ctx: Context, row: ConnectionRow) {
  try {
    return (await getIntegrationApi(ctx, row.integrationId, row)).provider.revocation;
  } catch (error) {
    if (isAppError(error)) return { kind: "unknown" as const, scope: null };
    throw error;
  }
}
