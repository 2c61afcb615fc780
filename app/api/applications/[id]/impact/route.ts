import { applicationImpactSchema, applicationParams } from "#lib/applications/contract.ts";
import { getApplicationImpact } from "#lib/applications/get-application-impact.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "workspace:manage",
  summary: "What hangs on an application",
  input: { params: applicationParams },
  output: applicationImpactSchema,
  run: (ctx, { params }) => getApplicationImpact(ctx, params),
});

export const HEAD = head(GET);
