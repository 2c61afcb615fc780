import { auditEventPageSchema } from "#lib/audit/contract.ts";
import { pageQuerySchema } from "#lib/core/page.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { integrationParams } from "#lib/integrations/contract.ts";
import { listIntegrationActivity } from "#lib/integrations/list-integration-activity.ts";

export const GET = route({
  access: "audit:read",
  summary: "List what was done to an integration and its connections",
  input: { params: integrationParams, query: pageQuerySchema },
  output: auditEventPageSchema,
  run: (ctx, { params, query }) => listIntegrationActivity(ctx, { ...query, ...params }),
});

export const HEAD = head(GET);
