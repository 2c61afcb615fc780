import { completeSignIn, type SignInEnd } from "#lib/auth/complete-sign-in.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { readCookie } from "#lib/auth/header-values.ts";
import { requestContext } from "#lib/auth/request-context.ts";
import { readSessionId } from "#lib/auth/resolve-actor.ts";
import { flowCookie } from "#lib/connections/flow-secrets.ts";
import { getRuntime } from "#lib/context/runtime.ts";
import { isPrefetch } from "#lib/http/is-prefetch.ts";

const plain = { "cache-control": "no-store", "referrer-policy": "no-referrer" };
const pages = { sign_in: "/sign-in", link: "/settings/account", prove: "/settings/sign-in" } as const;

/** The slug of the way to sign in that a provider sends somebody back to; `null` for next-auth's own addresses. */
export function slugOfCallback({ method }: Request, [action, slug, ...more]: string[]): string | null {
  const isCallback = method === "GET" && action === "callback" && more.length === 0;
  return isCallback && slug !== "credentials" ? (slug ?? null) : null;
}

/**
 * The way back from a provider. It ends with 303 to a clean page, so that no code stays in the address bar (F-06), and repeats
 * nothing that came in the URL; the session cookie is next-auth's.
 */
export async function answerSignIn(request: Request, slug: string): Promise<Response> {
  if (isPrefetch(request)) return new Response(null, { status: 503, headers: plain });
  const runtime = getRuntime();
  const { purpose, returnPath, cookieName, sessionSecret, failure } = await complete(request, slug);
  const location = failure ? `${pages[purpose]}?problem=${failure}` : returnPath;
  const headers = new Headers({ ...plain, location });
  if (cookieName) {
    const spent = { name: cookieName, value: "", maxAgeSeconds: 0 };
    headers.append("set-cookie", flowCookie(spent, runtime.settings));
  }
  if (sessionSecret) headers.append("set-cookie", await sessionCookie(sessionSecret));
  return new Response(null, { status: 303, headers });
}

async function complete(request: Request, slug: string): Promise<SignInEnd> {
  const { headers, url } = request;
  try {
    const ctx = await requestContext(headers);
    const previousSessionId = (await readSessionId(getRuntime(), headers)) ?? undefined;
    const cookie = (name: string) => readCookie(headers, name);
    return await completeSignIn(ctx, { slug, params: new URL(url).searchParams, cookie, previousSessionId });
  } catch (error) {
    getRuntime().log.error({ err: error, slug }, "a sign-in elsewhere failed");
    const nothing = { returnPath: "/", cookieName: null, sessionSecret: null };
    return { ...nothing, purpose: "sign_in", failure: "internal" };
  }
}
