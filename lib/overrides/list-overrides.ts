import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { toCallbackPath, toRedirectUri } from "#lib/integrations/rules.ts";
import type { OverrideList } from "./contract.ts";
import { describeOverrides } from "./describe-override.ts";
import { listOverrideRows } from "./repository.ts";

/** All overrides of an integration (id or slug): at most one for each runtime configuration and application. */
export async function listOverrides(ctx: Context, { id }: { id: string }): Promise<OverrideList> {
  authorize(ctx.actor, "integrations:read");
  const integration = await loadIntegration(ctx, id);
  const rows = await listOverrideRows(ctx, integration);
  const keyedCallbackUrl = toRedirectUri(ctx.settings, toCallbackPath("keyed", integration.integrationKey));
  return { items: await describeOverrides(ctx, integration, rows), keyedCallbackUrl };
}
