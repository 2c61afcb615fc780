import { route } from "#lib/http/route.ts";
import { updatePasswordSignInSchema } from "#lib/sign-in-methods/contract.ts";
import { updatePasswordSignIn } from "#lib/sign-in-methods/ways-in.ts";

export const PUT = route({
  access: "platform:manage",
  summary: "Switch sign-in by password on or off",
  description: "Off only for an admin who has linked an account at another way that works.",
  input: { body: updatePasswordSignInSchema },
  problems: ["conflict"],
  run: (ctx, { body }) => updatePasswordSignIn(ctx, body),
});
