import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, invalidInput } from "#lib/core/errors.ts";
import { getIntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { toUnder, underOf } from "#lib/overrides/find-under.ts";
import type { ConnectInput, Connection } from "./contract.ts";
import { loadConnection, loadToReconnect } from "./get-connection.ts";
import { obtainGrant } from "./obtain-grant.ts";
import { assertMayShare } from "./start-flow.ts";
import { storeGrant } from "./store-grant.ts";
import { toConnection } from "./to-connection.ts";

interface Input {
  /** An integration's id or slug. */
  integration: string;
  input: ConnectInput;
  /** Renews this one in place; with `allowSwitch` even when it turns out to be another account. */
  connectionId?: string | undefined;
  allowSwitch?: boolean;
}

/**
 * Creates the caller's connection (or the shared one, as the integration's mode says) from authentication data that software
 * holds already, or a person enters, once the provider has confirmed it; under the key's own runtime configuration and
 * application. The same account again renews its connection in place, and so does `connectionId`, under what it was made
 * under; another account under it is 409 unless the switch is allowed. 403 for a
 * shared one by a member, 404, 409 draft or disabled, 422 at the refused field, 502 or 504 from the provider.
 */
export async function createConnection(
  ctx: Context,
  { integration: idOrSlug, input, connectionId, allowSwitch = false }: Input,
): Promise<Connection> {
  const actor = authorize(ctx.actor, "connections:write");
  const before = connectionId ? await loadToReconnect(ctx, actor, connectionId, { allowSwitch }) : null;
  const under = before ? toUnder(before) : await underOf(ctx, actor);
  const target = await getIntegrationClient(ctx, idOrSlug, { mustBeConfigured: true, under });
  const { name, isDisabled, connectionMode, scopes: scopesAsked } = target.integration;
  if (isDisabled) throw conflict(`“${name}” is disabled. An admin of the workspace can enable it.`);
  if (before && before.integrationId !== target.integration.id)
    throw invalidInput("/connectionId", "This connection belongs to another integration.");
  const isShared = before?.isShared ?? connectionMode === "shared";
  if (isShared && !before) assertMayShare(actor);
  const sentAt = ctx.now();
  const { grant, account } = await obtainGrant(ctx, target, input);
  const place = { ownerId: actor.userId, isShared, connectionId: before?.id ?? null, under, allowSwitch };
  const id = await inTransaction(ctx, (tx) =>
    storeGrant(tx, { ...place, target, grant, account, scopesAsked, sentAt }),
  );
  return toConnection(ctx, actor, await loadConnection(ctx, actor, id));
}
