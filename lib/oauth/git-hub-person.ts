import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  customFetch,
  processAuthorizationCodeResponse,
} from "oauth4webapi";
import { AppError } from "#lib/core/errors.ts";
import { isRecord } from "#lib/core/json-path.ts";
import { type AnswerBody, readAnswerBody } from "./answer-body.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import { clientAuthentication } from "./client-authentication.ts";
import {
  judgeSignInAnswer,
  nameOf,
  type SignedInPerson,
  type SignInAnswer,
  signInFailure,
} from "./sign-in-person.ts";
import type { ProtocolFetch } from "./token-request.ts";
import { userAgent } from "./user-agent.ts";

/** Where a GitHub answers: github.com with an API host of its own, GitHub Enterprise Server with one below its address. */
export interface GitHubSite {
  authorizationEndpoint: string;
  tokenEndpoint: string;
  apiUrl: string;
}

/** The addresses of a GitHub by that of its site. */
export function gitHubSite(site: string): GitHubSite {
  return {
    authorizationEndpoint: `${site}/login/oauth/authorize`,
    tokenEndpoint: `${site}/login/oauth/access_token`,
    apiUrl: site === "https://github.com" ? "https://api.github.com" : `${site}/api/v3`,
  };
}

/**
 * Who signed in at a GitHub, which is no OpenID provider: the number of the account, and of its addresses the primary one if it
 * is verified. Throws what `signInFailure` names.
 */
export async function readGitHubPerson(answer: SignInAnswer & { site: string }): Promise<SignedInPerson> {
  const { site, client, params } = answer;
  const { tokenEndpoint, apiUrl } = gitHubSite(site);
  const as: AuthorizationServer = { issuer: site, token_endpoint: tokenEndpoint };
  const fetch = boundedFetch(answer.fetch);
  const judged = judgeSignInAnswer(as, client.clientId, params);
  try {
    const oauthClient = { client_id: client.clientId };
    const response = await authorizationCodeGrantRequest(
      as,
      oauthClient,
      clientAuthentication(client),
      judged,
      answer.redirectUri,
      answer.codeVerifier.reveal(),
      {
        headers: { "user-agent": userAgent, accept: "application/json" },
        [allowInsecureRequests]: true,
        [customFetch]: (url, init) => fetch(url, init).then(sayErrors),
      },
    );
    const { access_token: token } = await processAuthorizationCodeResponse(as, oauthClient, response);
    const [user, emails] = await Promise.all([
      callApi(`${apiUrl}/user`, token, fetch),
      callApi(`${apiUrl}/user/emails`, token, fetch),
    ]);
    return toPerson(user, emails);
  } catch (error) {
    throw signInFailure(error);
  }
}

// It tells errors with status 200.
async function sayErrors(response: Response): Promise<Response> {
  const body = await readAnswerBody(response.clone());
  const isError = response.ok && body.kind === "object" && typeof body.value.error === "string";
  return isError ? Response.json(body.value, { status: 400 }) : response;
}

async function callApi(url: string, token: string, fetch: ProtocolFetch): Promise<AnswerBody> {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "user-agent": userAgent,
  };
  const response = await fetch(url, { headers, redirect: "manual" });
  if (response.ok) return readAnswerBody(response);
  throw new AppError("provider-rejected", `${new URL(url).pathname} answered ${response.status}`);
}

function toPerson(user: AnswerBody, emails: AnswerBody): SignedInPerson {
  const facts = user.kind === "object" ? user.value : {};
  if (typeof facts.id !== "number" || !Number.isSafeInteger(facts.id) || facts.id <= 0)
    throw new AppError("provider-misbehaved", "the account answer names nobody");
  const list = emails.kind === "list" ? emails.value.filter(isRecord) : [];
  const primary = list.find((one) => one.primary === true && one.verified === true);
  const email = typeof primary?.email === "string" && primary.email.length <= 254 ? primary.email : null;
  return {
    subject: String(facts.id),
    name: nameOf(facts.name) ?? nameOf(facts.login),
    email: email?.trim().toLowerCase() ?? null,
    isEmailVerified: email !== null,
    hostedDomain: null,
  };
}
