import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { memberPageSchema, memberQuerySchema } from "#lib/workspaces/contract.ts";
import { listMembers } from "#lib/workspaces/list-members.ts";

export const GET = route({
  access: "workspace:read",
  summary: "List members",
  description: "Those who joined last first.",
  input: { query: memberQuerySchema },
  output: memberPageSchema,
  run: (ctx, { query }) => listMembers(ctx, query),
});

export const HEAD = head(GET);
