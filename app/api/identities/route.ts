import { linkIdentitySchema } from "#lib/auth/contract.ts";
import { startOwnLink } from "#lib/auth/start-own-link.ts";
import { flowCookie } from "#lib/connections/flow-secrets.ts";
import { Secret } from "#lib/core/secret.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { identityListSchema, startedSignInSchema } from "#lib/sign-in-methods/contract.ts";
import { listIdentities } from "#lib/sign-in-methods/identities.ts";

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
  problems: [
    "not-found",
    "rate-limited",
    "second-factor-required",
    "provider-unreachable",
    "provider-misbehaved",
  ],
  run: async (ctx, { body: { method, password, code } }) => {
    const { authorizationUrl, cookie } = await startOwnLink(ctx, {
      method,
      password: password === undefined ? undefined : new Secret(password),
      code: code === undefined ? undefined : new Secret(code),
    });
    return withHeaders(
      { authorizationUrl: authorizationUrl.href },
      { "set-cookie": flowCookie(cookie, ctx.settings) },
    );
  },
});
