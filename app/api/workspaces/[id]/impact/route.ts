import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { workspaceImpactSchema, workspaceParams } from "#lib/workspaces/contract.ts";
import { getWorkspaceImpact } from "#lib/workspaces/get-workspace-impact.ts";

export const GET = route({
  access: "workspace:delete",
  summary: "What goes with the workspace that you work in",
  input: { params: workspaceParams },
  output: workspaceImpactSchema,
  run: (ctx, { params }) => getWorkspaceImpact(ctx, params),
});

export const HEAD = head(GET);
