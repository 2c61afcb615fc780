import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { updateWorkspaceSchema, workspaceSchema } from "#lib/workspaces/contract.ts";
import { getWorkspace } from "#lib/workspaces/get-workspace.ts";
import { updateWorkspace } from "#lib/workspaces/update-workspace.ts";

export const GET = route({
  access: "workspace:read",
  summary: "Get the workspace",
  output: workspaceSchema,
  run: (ctx) => getWorkspace(ctx),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "workspace:manage",
  summary: "Rename the workspace, or set how long audit events are kept",
  input: { body: updateWorkspaceSchema },
  output: workspaceSchema,
  run: (ctx, { body }) => updateWorkspace(ctx, body),
});
