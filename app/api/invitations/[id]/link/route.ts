import { route } from "#lib/http/route.ts";
import { invitationParams, issuedInvitationSchema } from "#lib/invitations/contract.ts";
import { rotateInvitation } from "#lib/invitations/rotate-invitation.ts";

export const POST = route({
  access: "members:write",
  summary: "Make a new link for an invitation",
  description: "For another seven days; the link before works no more. It goes where the first one went.",
  input: { params: invitationParams },
  output: issuedInvitationSchema,
  problems: ["not-found"],
  run: (ctx, { params }) => rotateInvitation(ctx, params),
});
