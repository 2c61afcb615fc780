import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { memberImpactSchema, memberParams } from "#lib/workspaces/contract.ts";
import { getMemberImpact } from "#lib/workspaces/get-member-impact.ts";

export const GET = route({
  access: "members:write",
  summary: "What ends with a membership",
  input: { params: memberParams },
  output: memberImpactSchema,
  run: (ctx, { params }) => getMemberImpact(ctx, params),
});

export const HEAD = head(GET);
