import { cache } from "react";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { getIntegration } from "#lib/integrations/get-integration.ts";

/** The page's integration and context, loaded once for layout, title and page. */
export const loadIntegration = cache(async (id: string) => {
  const ctx = await pageContext();
  return { ctx, integration: await orNotFound(getIntegration(ctx, { id })) };
});

/** The integration as the controls that connect its accounts want it named. */
export function keyTargetOf({ id, offering }: Integration): {
  integrationId: string;
  provider: string;
  keyLabel: string | null;
} {
  return { integrationId: id, provider: offering.displayName, keyLabel: offering.keyLabel };
}
