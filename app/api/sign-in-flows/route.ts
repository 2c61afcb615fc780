import { flowCookie } from "#lib/connections/flow-secrets.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { startedSignInSchema, startSignInSchema } from "#lib/sign-in-methods/contract.ts";
import { startSignIn } from "#lib/sign-in-methods/start-sign-in.ts";

export const POST = route({
  access: "public",
  summary: "Begin to sign in at another provider",
  description: "The cookie that comes with the answer ties the way back to this browser for ten minutes.",
  input: { body: startSignInSchema },
  output: startedSignInSchema,
  status: 201,
  problems: ["not-found", "rate-limited", "provider-unreachable", "provider-misbehaved"],
  run: async (ctx, { body }) => {
    const { authorizationUrl, cookie } = await startSignIn(ctx, body);
    return withHeaders(
      { authorizationUrl: authorizationUrl.href },
      { "set-cookie": flowCookie(cookie, ctx.settings) },
    );
  },
});
