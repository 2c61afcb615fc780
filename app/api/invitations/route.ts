import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import {
  createInvitationSchema,
  invitationPageSchema,
  invitationQuerySchema,
  issuedInvitationSchema,
} from "#lib/invitations/contract.ts";
import { createInvitation } from "#lib/invitations/create-invitation.ts";
import { listInvitations } from "#lib/invitations/list-invitations.ts";

export const GET = route({
  access: "members:write",
  summary: "List open invitations",
  description: "Newest first. What was accepted or revoked is not listed.",
  input: { query: invitationQuerySchema },
  output: invitationPageSchema,
  run: (ctx, { query }) => listInvitations(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "members:write",
  summary: "Invite an address to the workspace",
  description:
    "For seven days. The link goes out by e-mail where a mail server is set; otherwise the answer holds it, this once.",
  input: { body: createInvitationSchema },
  output: issuedInvitationSchema,
  status: 201,
  problems: ["conflict"],
  run: (ctx, { body }) => createInvitation(ctx, body),
});
