import { passwordLinkSchema, provePasswordSchema } from "#lib/auth/contract.ts";
import { createPasswordLink } from "#lib/auth/create-password-link.ts";
import { Secret } from "#lib/core/secret.ts";
import { route } from "#lib/http/route.ts";
import { memberParams } from "#lib/workspaces/contract.ts";

export const POST = route({
  access: "platform:manage",
  summary: "Make a link to a new password for a member",
  description: "For platform admins, who prove their own password. The link works once, for 60 minutes.",
  input: { params: memberParams, body: provePasswordSchema },
  output: passwordLinkSchema,
  status: 201,
  problems: ["not-found", "conflict", "rate-limited"],
  run: (ctx, { params, body }) => createPasswordLink(ctx, { ...params, password: new Secret(body.password) }),
});
