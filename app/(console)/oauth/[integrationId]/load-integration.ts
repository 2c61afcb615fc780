import { cache } from "react";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { getIntegration } from "#lib/integrations/get-integration.ts";

/** The page's integration and context, loaded once for layout, title and page. */
export const loadIntegration = cache(async (id: string) => {
  const ctx = await pageContext();
  return { ctx, integration: await orNotFound(getIntegration(ctx, { id })) };
});
