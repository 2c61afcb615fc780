import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { overrideImpactSchema, overrideParams } from "#lib/overrides/contract.ts";
import { getOverrideImpact } from "#lib/overrides/get-override-impact.ts";

export const GET = route({
  access: "integrations:write",
  summary: "What must reconnect when an override goes",
  input: { params: overrideParams },
  output: overrideImpactSchema,
  run: (ctx, { params }) => getOverrideImpact(ctx, params),
});

export const HEAD = head(GET);
