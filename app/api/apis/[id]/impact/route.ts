import { apiImpactSchema, apiParams } from "#lib/apis/contract.ts";
import { getApiImpact } from "#lib/apis/get-api-impact.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "apis:write",
  summary: "What goes with a custom API when it is deleted",
  input: { params: apiParams },
  output: apiImpactSchema,
  run: (ctx, { params }) => getApiImpact(ctx, params),
});

export const HEAD = head(GET);
