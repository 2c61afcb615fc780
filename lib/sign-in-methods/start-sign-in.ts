import { flowCookieName, hashFlowSecret, newFlowCookie } from "#lib/connections/flow-secrets.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize, type MemberActor } from "#lib/core/actor.ts";
import { AppError, forbidden, notFound } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import type { Secret } from "#lib/core/secret.ts";
import { boundedFetch } from "#lib/oauth/bounded-fetch.ts";
import { gitHubSite } from "#lib/oauth/git-hub-person.ts";
import { knownOpenIdServer } from "#lib/oauth/open-id-server.ts";
import { parseAddress } from "#lib/oauth/provider-url.ts";
import { buildSignInRequest } from "#lib/oauth/sign-in-request.ts";
import { newState } from "#lib/oauth/state.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { loadSignInMethod } from "./list-sign-in-methods.ts";
import type { MethodRow } from "./repository.ts";
import { insertSignInFlow } from "./repository-flows.ts";
import { redirectUriPrefix } from "./rules.ts";
import { nonceOf, verifierOf } from "./sign-in-secrets.ts";

const LIFE_SECONDS = 600;

/** A sign-in elsewhere that has begun: where the browser goes, and the cookie that ties the answer to it. */
export interface StartedSignIn {
  authorizationUrl: URL;
  cookie: { name: string; value: string; maxAgeSeconds: number };
}

/**
 * Begins to sign somebody in by a proven method. 404 for any other, 429 after a hundred in 15 minutes from one address, and
 * `provider-unreachable` or `provider-misbehaved` when an OpenID provider's discovery document cannot be had.
 */
export async function startSignIn(
  ctx: Context,
  { method: slug, returnTo }: { method: string; returnTo?: string },
): Promise<StartedSignIn> {
  const key = ["sign-in-start", clientNetwork(ctx.client.ip)];
  await limitAttempts(ctx, { key, attempts: 100, windowMs: 15 * 60 * 1000 });
  const method = await loadSignInMethod(ctx, { slug });
  if (!method.provenAt) throw notFound("way to sign in");
  const returnPath = safeReturnPath(returnTo, "/oauth");
  return begin(ctx, method, { purpose: "sign_in", returnPath, userId: null, sessionId: null });
}

/** Begins to link an account elsewhere to the calling person's own, with the same errors. */
export async function startLink(
  caller: Context,
  { method: slug }: { method: string },
): Promise<StartedSignIn> {
  const ctx = asSystem(caller);
  const { userId, sessionId } = person(authorize(ctx.actor, "workspace:read"));
  const method = await loadSignInMethod(ctx, { slug });
  if (!method.provenAt) throw notFound("way to sign in");
  return begin(ctx, method, { purpose: "link", returnPath: "/settings/account", userId, sessionId });
}

/** Begins the test sign-in that puts a method on the sign-in page, and links the account to the admin who makes it. */
export async function startProof(caller: Context, { id }: { id: string }): Promise<StartedSignIn> {
  const ctx = asSystem(caller);
  const { userId, sessionId } = person(authorize(ctx.actor, "platform:manage"));
  const method = await loadSignInMethod(ctx, { id });
  return begin(ctx, method, { purpose: "prove", returnPath: "/settings/sign-in", userId, sessionId });
}

function person(actor: ReturnType<typeof authorize>): MemberActor {
  if (actor.kind !== "member") throw forbidden("Signing in takes a person in a browser.");
  return actor;
}

interface Beginning {
  purpose: "sign_in" | "link" | "prove";
  returnPath: string;
  userId: string | null;
  sessionId: string | null;
}

async function begin(ctx: Context, method: MethodRow, beginning: Beginning): Promise<StartedSignIn> {
  const id = newId("signInFlow", ctx.now().getTime());
  const state = newState();
  const cookie = newFlowCookie();
  const redirectUri = redirectUriPrefix(ctx.settings) + method.slug;
  const authorizationUrl = await requestOf(ctx, method, { state, cookie, redirectUri });
  await insertSignInFlow(ctx, {
    ...{ id, redirectUri, ...beginning, methodId: method.id, configVersion: method.configVersion },
    stateHash: hashFlowSecret(state),
    cookieHash: hashFlowSecret(cookie.reveal()),
    lifeSeconds: LIFE_SECONDS,
  });
  const name = flowCookieName(id, ctx.settings);
  return { authorizationUrl, cookie: { name, value: cookie.reveal(), maxAgeSeconds: LIFE_SECONDS } };
}

async function requestOf(
  ctx: Context,
  method: MethodRow,
  { cookie, ...binding }: { state: string; cookie: Secret<string>; redirectUri: string },
): Promise<URL> {
  const { kind, issuer, clientId } = method;
  const insecureOrigin = ctx.settings.sandboxOrigin;
  const ask = { ...binding, clientId, codeVerifier: verifierOf(cookie) };
  if (kind === "github") {
    assertSite(issuer, insecureOrigin);
    const { authorizationEndpoint } = gitHubSite(issuer);
    return buildSignInRequest({ ...ask, authorizationEndpoint, scopes: "read:user user:email", nonce: null });
  }
  const fetch = boundedFetch(ctx.fetch);
  const server = await knownOpenIdServer({ issuer, insecureOrigin, fetch, now: ctx.now() });
  const { authorizationEndpoint } = server;
  const scopes = "openid email profile";
  return buildSignInRequest({ ...ask, authorizationEndpoint, scopes, nonce: nonceOf(cookie) });
}

/** F-05: an address that got into the table by another way is not used either. */
export function assertSite(site: string, insecureOrigin: string | null): void {
  if (parseAddress(site, insecureOrigin)) return;
  throw new AppError("egress-blocked", "a GitHub site is no plain https address");
}
