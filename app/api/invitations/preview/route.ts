import { Secret } from "#lib/core/secret.ts";
import { route } from "#lib/http/route.ts";
import { invitationPreviewSchema, invitationTokenSchema } from "#lib/invitations/contract.ts";
import { getInvitationPreview } from "#lib/invitations/get-invitation-preview.ts";

export const POST = route({
  access: "public",
  summary: "What an invitation leads to",
  description: "For whoever has its link. It changes nothing.",
  input: { body: invitationTokenSchema },
  output: invitationPreviewSchema,
  problems: ["not-found", "conflict", "rate-limited"],
  run: (ctx, { body }) => getInvitationPreview(ctx, { token: new Secret(body.token) }),
});
