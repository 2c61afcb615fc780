import { pageQuerySchema } from "#lib/core/page.ts";
import { integrationHealthPageSchema } from "#lib/gateway/contract.ts";
import { listIntegrationHealth } from "#lib/gateway/list-integration-health.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "integrations:read",
  summary: "List how integrations stand",
  description:
    "By name: healthy or failing and why, the newest check, and the calls of the last 24 hours, of which a member sees their own.",
  input: { query: pageQuerySchema },
  output: integrationHealthPageSchema,
  run: (ctx, { query }) => listIntegrationHealth(ctx, query),
});

export const HEAD = head(GET);
