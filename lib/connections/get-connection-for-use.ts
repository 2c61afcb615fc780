import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import { accessTo } from "./access-rules.ts";
import type { ConnectionStatus } from "./contract.ts";
import { loadConnection } from "./get-connection.ts";
import { findCurrentConnection } from "./repository.ts";
import { toData } from "./to-connection.ts";

/** What the gateway needs of a connection; the token is `getAccessToken`'s to give. */
export interface ConnectionForUse {
  connectionId: string;
  integrationId: string;
  apiBaseUri: string;
  data: Record<string, unknown>;
  status: ConnectionStatus;
  isShared: boolean;
  ownerId: string;
  /** The name of the owner who shares it for reading only; `null`: the caller may send every method. */
  readOnlyBy: string | null;
  /** The overrides that it was made with. */
  runtimeOverrideId: string | null;
  applicationOverrideId: string | null;
}

/**
 * The connection that a request to an integration goes through: `connectionId` when given, else the shared one or the
 * caller's own newest, as the integration's mode says (an API key acts for its creator, Z-06).
 * 404 for what the caller may not see, 403 for another member's personal one, 409 when nobody has connected yet.
 */
export async function getConnectionForUse(
  ctx: Context,
  integration: { id: string; slug: string; name: string },
  connectionId?: string,
): Promise<ConnectionForUse> {
  const actor = authorize(ctx.actor, "connections:use");
  const row = connectionId
    ? await loadConnection(ctx, actor, connectionId, "canUse")
    : await findCurrentConnection(ctx, actor, integration.id);
  if (!row || row.integrationId !== integration.id) throw notConnected(integration);
  const { canUse, canWrite } = accessTo(actor, row);
  if (!canUse) throw notConnected(integration);
  const { id, integrationId, apiBaseUri, status, isShared, ownerId } = row;
  const { runtimeOverrideId, applicationOverrideId } = row;
  return {
    ...{ connectionId: id, integrationId, apiBaseUri, data: toData(row.data), status, isShared, ownerId },
    readOnlyBy: canWrite ? null : row.owner.name,
    ...{ runtimeOverrideId, applicationOverrideId },
  };
}

function notConnected({ id, slug, name }: { id: string; slug: string; name: string }): AppError {
  return new AppError("connection-needs-reauth", `nobody has connected integration ${id} for this caller`, {
    detail: `No account is connected to “${name}” yet. Open /oauth/${slug} and connect one.`,
    extensions: { integrationId: id, reason: "not-connected" },
  });
}
