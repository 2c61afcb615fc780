import { flowCookie } from "#lib/connections/flow-secrets.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import {
  identityListSchema,
  linkIdentitySchema,
  startedSignInSchema,
} from "#lib/sign-in-methods/contract.ts";
import { listIdentities } from "#lib/sign-in-methods/identities.ts";
import { startLink } from "#lib/sign-in-methods/start-sign-in.ts";

export const GET = route({
  access: "signed-in",
  summary: "List the accounts elsewhere that sign the caller in",
  output: identityListSchema,
  run: (ctx) => listIdentities(ctx),
});

export const POST = route({
  access: "signed-in",
  summary: "Begin to link an account elsewhere for signing in",
  input: { body: linkIdentitySchema },
  output: startedSignInSchema,
  status: 201,
  problems: ["not-found", "provider-unreachable", "provider-misbehaved"],
  run: async (ctx, { body }) => {
    const { authorizationUrl, cookie } = await startLink(ctx, body);
    return withHeaders(
      { authorizationUrl: authorizationUrl.href },
      { "set-cookie": flowCookie(cookie, ctx.settings) },
    );
  },
});
