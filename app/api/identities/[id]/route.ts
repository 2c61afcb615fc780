import { route } from "#lib/http/route.ts";
import { signInMethodParams } from "#lib/sign-in-methods/contract.ts";
import { deleteIdentity } from "#lib/sign-in-methods/identities.ts";

export const DELETE = route({
  access: "signed-in",
  summary: "Unlink an account elsewhere",
  description: "Not the last way in.",
  input: { params: signInMethodParams },
  problems: ["not-found", "conflict"],
  run: (ctx, { params }) => deleteIdentity(ctx, params),
});
