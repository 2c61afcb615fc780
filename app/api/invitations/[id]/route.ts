import { route } from "#lib/http/route.ts";
import { invitationParams } from "#lib/invitations/contract.ts";
import { revokeInvitation } from "#lib/invitations/revoke-invitation.ts";

export const DELETE = route({
  access: "members:write",
  summary: "Revoke an invitation",
  input: { params: invitationParams },
  problems: ["not-found"],
  run: (ctx, { params }) => revokeInvitation(ctx, params),
});
