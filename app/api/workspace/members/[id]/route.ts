import { route } from "#lib/http/route.ts";
import { deleteMemberQuery, memberParams, updateMemberSchema } from "#lib/workspaces/contract.ts";
import { deleteMember } from "#lib/workspaces/delete-member.ts";
import { updateMember } from "#lib/workspaces/update-member.ts";

export const PATCH = route({
  access: "members:write",
  summary: "Change a member's role",
  description: "Admins neither touch owners nor make any. One owner always remains.",
  input: { params: memberParams, body: updateMemberSchema },
  problems: ["conflict"],
  run: (ctx, { params, body }) => updateMember(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "members:write",
  summary: "Remove a member",
  description:
    "Refused from their next request on. Personal connections are disconnected, shared ones get another owner. The counts are the impact's; 409 when they moved.",
  input: { params: memberParams, query: deleteMemberQuery },
  problems: ["conflict"],
  run: (ctx, { params, query }) => deleteMember(ctx, { ...query, ...params }),
});
