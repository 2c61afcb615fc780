import { provePasswordSchema } from "#lib/auth/contract.ts";
import { deleteMemberSecondFactor } from "#lib/auth/delete-member-second-factor.ts";
import { Secret } from "#lib/core/secret.ts";
import { route } from "#lib/http/route.ts";
import { memberParams } from "#lib/workspaces/contract.ts";

export const POST = route({
  access: "platform:manage",
  summary: "Switch a member's second factor off",
  description: "For platform admins, who prove their own password, when somebody is locked out.",
  input: { params: memberParams, body: provePasswordSchema },
  problems: ["not-found", "conflict", "rate-limited"],
  run: (ctx, { params, body }) =>
    deleteMemberSecondFactor(ctx, { ...params, password: new Secret(body.password) }),
});
