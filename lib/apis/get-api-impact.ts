import type { Context } from "#lib/context/context.ts";
import { getIntegrationImpact } from "#lib/integrations/get-integration-impact.ts";
import { authorizeApiChange } from "./authorize-change.ts";
import type { ApiImpact } from "./contract.ts";
import { loadApi } from "./repository.ts";

/** What goes with an API, for the dialog that asks before it deletes. */
export async function getApiImpact(ctx: Context, { id }: { id: string }): Promise<ApiImpact> {
  const { workspaceId } = authorizeApiChange(ctx);
  const { integration, _count } = await loadApi(ctx, workspaceId, id);
  const { connections, people } = await getIntegrationImpact(ctx, { id: integration.id });
  const { slug, name } = integration;
  return { connections, people, operations: _count.operations, integration: { slug, name } };
}
