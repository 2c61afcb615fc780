import type { NextAuthOptions } from "next-auth";
import nextAuthModule from "next-auth";
import type { Context } from "#lib/context/context.ts";
import { getRuntime } from "#lib/context/runtime.ts";
import { isAppError, notFound } from "#lib/core/errors.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import { cookieAttributes, cookieNames } from "./cookies.ts";
import { answerAsNode } from "./node-answer.ts";
import { createPendingCookie, type PendingCookie } from "./pending-cookie.ts";
import { requestContext } from "./request-context.ts";
import { readSessionId } from "./resolve-actor.ts";
import { revokeSession } from "./revoke-session.ts";
import { sessionLifeMs } from "./session-rules.ts";
import { takeSignInStep } from "./sign-in-steps.ts";

// The package is CommonJS: plain Node hands over its exports object, a bundler the function itself.
const nextAuth =
  "default" in nextAuthModule ? (nextAuthModule.default as typeof nextAuthModule) : nextAuthModule;

// next-auth has more (its own pages, a log that anyone may write to); nothing here needs them.
const served = new Set([
  "GET csrf",
  "GET providers",
  "GET session",
  "POST callback/credentials",
  "POST signout",
]);

/**
 * Hands a request under /api/auth to next-auth, with its double-submitted CSRF token. Our address comes from the settings,
 * never from a header (D-24). Throws 404 for the parts of next-auth that we do not serve.
 */
export async function handleSignIn(request: Request, action: readonly string[]): Promise<Response> {
  const { settings } = getRuntime();
  if (!served.has(`${request.method} ${action.join("/")}`)) throw notFound("page");
  process.env.NEXTAUTH_URL = settings.origin;
  const cookie = createPendingCookie(request.headers, settings);
  const options = await buildOptions(request.headers, cookie);
  const response = await answerAsNode(request, { action, origin: settings.origin }, (req, res) =>
    nextAuth(req, res, options),
  );
  return cookie.addTo(response);
}

async function buildOptions(headers: Headers, cookie: PendingCookie): Promise<NextAuthOptions> {
  const runtime = getRuntime();
  const { settings, sessionKey } = runtime;
  const names = cookieNames(settings);
  const options = cookieAttributes(settings);
  const log = runtime.log.child({ from: "next-auth" });
  return {
    secret: sessionKey,
    session: { strategy: "jwt", maxAge: sessionLifeMs / 1000 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name: names.session, options },
      csrfToken: { name: names.csrf, options },
      callbackUrl: { name: names.callbackUrl, options },
    },
    providers: [
      {
        id: "credentials",
        name: "Credentials",
        type: "credentials",
        credentials: {},
        authorize: (input) => authorize(headers, cookie, input),
      },
    ],
    callbacks: {
      // The cookie carries the session's secret and nothing about the person.
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url }) => `${settings.origin}${safeReturnPath(url.replace(settings.origin, ""))}`,
    },
    events: { signOut: async () => revokeSession(await requestContext(headers)) },
    logger: {
      error: (code) => log.error({ code }, "sign-in failed"),
      warn: (code) => log.warn({ code }, "sign-in warning"),
      debug: () => undefined,
    },
  };
}

// next-auth puts a thrown message into a URL: it gets a problem code and nothing else.
async function authorize(
  headers: Headers,
  cookie: PendingCookie,
  input: unknown,
): Promise<{ id: string } | null> {
  const ctx = await requestContext(headers, { isPublic: true });
  try {
    const previousSessionId = (await readSessionId(getRuntime(), headers)) ?? undefined;
    const secret = await takeSignInStep(ctx, input, { cookie, previousSessionId });
    return secret ? { id: secret } : null;
  } catch (error) {
    throw new Error(failureCode(ctx, error));
  }
}

function failureCode(ctx: Context, error: unknown): string {
  if (isAppError(error)) return error.code;
  ctx.log.error({ err: error }, "sign-in failed");
  return "internal";
}
