import type { Context } from "#lib/context/context.ts";
import type { ClientOf } from "./client-of.ts";
import { listMadeWith } from "./repository-clients.ts";
import { insertConnectionEvents } from "./repository-events.ts";

interface IntegrationChange {
  integrationId: string;
  workspaceId: string;
  type: "secret-changed" | "integration-paused" | "integration-resumed";
  /** Only for what was made with this client of the integration. */
  client?: ClientOf;
}

/**
 * Tells a change of an integration in the history of each of its connections. Call it in the transaction of that change; it
 * decides about no permission.
 */
export async function noteIntegrationChange(
  ctx: Context,
  { integrationId, workspaceId, type, client }: IntegrationChange,
): Promise<void> {
  const ids = await listMadeWith(ctx, { integrationId, workspaceId, client });
  await insertConnectionEvents(
    ctx,
    ids.map((connectionId) => ({ workspaceId, connectionId, type })),
  );
}
