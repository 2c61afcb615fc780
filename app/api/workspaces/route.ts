import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import {
  createWorkspaceSchema,
  ownWorkspaceListSchema,
  ownWorkspaceSchema,
} from "#lib/workspaces/contract.ts";
import { createWorkspace, listOwnWorkspaces } from "#lib/workspaces/own-workspaces.ts";

export const GET = route({
  access: "signed-in",
  summary: "List your workspaces",
  output: ownWorkspaceListSchema,
  run: (ctx) => listOwnWorkspaces(ctx),
});

export const HEAD = head(GET);

export const POST = route({
  access: "workspace:manage",
  summary: "Create another workspace",
  description: "You own it. To work in it, go there with PUT /api/session/workspace.",
  input: { body: createWorkspaceSchema },
  output: ownWorkspaceSchema,
  status: 201,
  run: (ctx, { body }) => createWorkspace(ctx, body),
});
