import { flowCookieName, hashFlowSecret, isSameHash } from "#lib/connections/flow-secrets.ts";
import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";
import { boundedFetch } from "#lib/oauth/bounded-fetch.ts";
import { readGitHubPerson } from "#lib/oauth/git-hub-person.ts";
import { readOpenIdPerson } from "#lib/oauth/open-id-person.ts";
import { knownOpenIdServer } from "#lib/oauth/open-id-server.ts";
import type { SignedInPerson } from "#lib/oauth/sign-in-person.ts";
import { readState } from "#lib/oauth/state.ts";
import type { SignInFailure } from "./contract.ts";
import { findMethod, type MethodRow, openSecret } from "./repository.ts";
import { consumeSignInFlow, type SignInFlowRow } from "./repository-flows.ts";
import { failureOf, isOfAllowedDomain, redirectUriPrefix } from "./rules.ts";
import { nonceOf, verifierOf } from "./sign-in-secrets.ts";
import { assertSite } from "./start-sign-in.ts";

/** What came back. Nothing of it is believed beyond `code`, `state`, `iss` and `error` (D-01). */
export interface SignInCallback {
  slug: string;
  params: URLSearchParams;
  /** The value of a cookie by its name. */
  cookie: (name: string) => string | null;
}

/** How a flow ended: with a person whom the provider vouches for, or with a reason. */
export interface FlowOutcome {
  purpose: SignInFlowRow["purpose"];
  returnPath: string;
  userId: string | null;
  /** Of the flow's own cookie, which is worth nothing any more; `null` where no flow was found. */
  cookieName: string | null;
  end: { person: SignedInPerson; method: MethodRow } | { failure: SignInFailure };
}

/**
 * Ends a flow: uses it up before anything else (D-03), demands the browser, and for a link or a proof the session, that began it,
 * and asks the provider who signed in. Whatever goes wrong leaves the flow used up and nothing written.
 */
export async function completeSignInFlow(ctx: Context, callback: SignInCallback): Promise<FlowOutcome> {
  const state = readState(callback.params);
  const flow = state === null ? null : await consumeSignInFlow(ctx, hashFlowSecret(state));
  const nowhere = { purpose: "sign_in", returnPath: "/oauth", userId: null, cookieName: null } as const;
  if (!flow) return { ...nowhere, end: { failure: "expired" } };
  const { purpose, returnPath, userId } = flow;
  const cookieName = flowCookieName(flow.id, ctx.settings);
  const outcome = { purpose, returnPath, userId, cookieName };
  const cookie = callback.cookie(cookieName);
  if (!cookie || !isSameHash(cookie, flow.cookieHash) || !isSameSession(ctx, flow))
    return { ...outcome, end: { failure: "mismatch" } };
  const method = await findMethod(ctx, { id: flow.methodId });
  if (method?.configVersion !== flow.configVersion) return { ...outcome, end: { failure: "expired" } };
  if (flow.redirectUri !== redirectUriPrefix(ctx.settings) + callback.slug)
    return { ...outcome, end: { failure: "mismatch" } };
  return { ...outcome, end: await identify(ctx, { flow, method, callback, cookie: new Secret(cookie) }) };
}

// Who links an account is who began to: another person in the same browser would get somebody else's.
function isSameSession({ actor }: Context, { purpose, userId, sessionId }: SignInFlowRow): boolean {
  if (purpose === "sign_in") return true;
  return actor.kind === "member" && actor.userId === userId && actor.sessionId === sessionId;
}

interface Identification {
  flow: SignInFlowRow;
  method: MethodRow;
  callback: SignInCallback;
  cookie: Secret<string>;
}

async function identify(ctx: Context, found: Identification): Promise<FlowOutcome["end"]> {
  const { method } = found;
  try {
    const person = believe(method, await askProvider(ctx, found));
    return isOfAllowedDomain(method, person) ? { person, method } : { failure: "domain" };
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    ctx.log.warn({ err: error, methodId: method.id }, "a sign-in elsewhere came to nothing");
    return { failure };
  }
}

/** Google vouches for the addresses of its own mail and of domains that it hosts; any other may have changed hands since. */
function believe({ kind }: MethodRow, person: SignedInPerson): SignedInPerson {
  if (kind !== "google" || person.hostedDomain !== null || person.email?.endsWith("@gmail.com"))
    return person;
  return { ...person, isEmailVerified: false };
}

async function askProvider(
  ctx: Context,
  { flow, method, callback, cookie }: Identification,
): Promise<SignedInPerson> {
  const { kind, issuer, clientId } = method;
  const insecureOrigin = ctx.settings.sandboxOrigin;
  const clientSecret = await openSecret(ctx, method.id).catch((cause: unknown) => {
    throw new AppError("unavailable", `the secret of ${method.id} cannot be opened`, { cause });
  });
  const { redirectUri } = flow;
  const answer = {
    ...{ params: callback.params, redirectUri, codeVerifier: verifierOf(cookie) },
    ...{ fetch: ctx.fetch, now: ctx.now() },
  };
  if (kind === "github") {
    assertSite(issuer, insecureOrigin);
    const client = { clientId, clientSecret, authentication: "client_secret_post" } as const;
    return readGitHubPerson({ ...answer, client, site: issuer });
  }
  const fetch = boundedFetch(ctx.fetch);
  const server = await knownOpenIdServer({ issuer, insecureOrigin, fetch, now: ctx.now() });
  const client = { clientId, clientSecret, authentication: server.authentication };
  return readOpenIdPerson({ ...answer, client, server, nonce: nonceOf(cookie) });
}
