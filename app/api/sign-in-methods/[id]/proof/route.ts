import { flowCookie } from "#lib/connections/flow-secrets.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { signInMethodParams, startedSignInSchema } from "#lib/sign-in-methods/contract.ts";
import { startProof } from "#lib/sign-in-methods/start-sign-in.ts";

export const POST = route({
  access: "platform:manage",
  summary: "Begin the test sign-in of a way to sign in",
  description:
    "When the browser comes back from the provider, the way is on the sign-in page, and the account linked to the caller.",
  input: { params: signInMethodParams },
  output: startedSignInSchema,
  status: 201,
  problems: ["not-found", "provider-unreachable", "provider-misbehaved"],
  run: async (ctx, { params }) => {
    const { authorizationUrl, cookie } = await startProof(ctx, params);
    return withHeaders(
      { authorizationUrl: authorizationUrl.href },
      { "set-cookie": flowCookie(cookie, ctx.settings) },
    );
  },
});
