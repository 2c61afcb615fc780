import type { ClientAuthentication, OAuthClient, Provider } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { basicHeadersDiffer } from "./client-authentication.ts";
import {
  type ClientAnswer,
  type ClientAnswers,
  type ClientCheckCause,
  type ClientJudgement,
  confirmJudgement,
  judgeClientAnswers,
  judgeTokenAnswers,
  looksLikeClientFailure,
} from "./client-check-rules.ts";
import { askForDiscardedToken } from "./discarded-token.ts";
import { askWithMadeUpCode } from "./made-up-code.ts";
import { madeUpSecret } from "./made-up-secret.ts";
import type { ProtocolFetch } from "./token-request.ts";

export interface ClientCheckAttempt {
  authentication: ClientAuthentication;
  secret: "stored" | "made-up";
  status: number | null;
  error: string | null;
}

export interface ClientCheckResult {
  verdict: "verified" | "rejected" | "inconclusive";
  cause: ClientCheckCause;
  /** The way of sending the credentials that was seen to work: the given one, or after `other-authentication` another. */
  workingAuthentication: ClientAuthentication | null;
  observed: { attempts: ClientCheckAttempt[] };
}

interface ClientCheckInput {
  provider: Provider;
  client: OAuthClient;
  /** The registered one: many providers look at it before they look at the secret. */
  redirectUri: string;
  /** What a client that connects by itself asks for. */
  scopes?: readonly string[];
  fetch: ProtocolFetch;
}

/** The question that is put to the token endpoint, and how its answers are judged. */
interface Question {
  ask: (client: OAuthClient) => Promise<ClientAnswer>;
  judge: (answers: ClientAnswers) => ClientJudgement;
}

function questionOf({ provider, redirectUri, scopes = [], fetch }: ClientCheckInput): Question {
  if (provider.kind === "client_credentials") {
    return {
      ask: (client) => askForDiscardedToken({ provider, client, scopes, fetch }),
      judge: judgeTokenAnswers,
    };
  }
  return {
    ask: (client) => askWithMadeUpCode({ provider, client, redirectUri, fetch }),
    judge: judgeClientAnswers,
  };
}

/**
 * Finds out whether the provider accepts the client, without a grant: a made-up code with the stored secret (or, where
 * the client connects by itself, a token that is given back), then the negative control with a made-up secret. Only
 * answers that differ prove anything, and only when they differ twice.
 * When both look like a refused client, the other ways of sending the credentials are tried. Throws `egress-blocked`.
 */
export async function checkClient(input: ClientCheckInput): Promise<ClientCheckResult> {
  const { client } = input;
  const { ask, judge } = questionOf(input);
  const attempts: ClientCheckAttempt[] = [];
  const { clientSecret, authentication } = client;
  const end = (
    verdict: ClientCheckResult["verdict"],
    cause: ClientCheckCause,
    working: ClientAuthentication | null = null,
  ) => ({
    ...{ verdict, cause, workingAuthentication: working },
    observed: { attempts },
  });
  if (clientSecret === null || authentication === "none") return end("inconclusive", "no-secret");

  const judgement = await compare(await attempt("stored", authentication), authentication);
  if (judgement.cause !== "client-refused") {
    return end(judgement.verdict, judgement.cause, judgement.verdict === "verified" ? authentication : null);
  }
  const other = await findOther();
  return other === null ? end("rejected", "client-refused") : end("rejected", "other-authentication", other);

  // A second round in the other order, so that two servers that take turns do not answer alike twice.
  async function compare(stored: ClientAnswer, method: ClientAuthentication): Promise<ClientJudgement> {
    const first = { stored, control: await attempt("made-up", method) };
    const judgement = judge(first);
    if (judgement.verdict !== "verified") return judgement;
    const control = await attempt("made-up", method);
    return confirmJudgement(first, { control, stored: await attempt("stored", method) }, judge);
  }

  async function attempt(secret: "stored" | "made-up", method: ClientAuthentication): Promise<ClientAnswer> {
    const used = secret === "stored" ? clientSecret : madeUpSecret(clientSecret ?? new Secret(""));
    const answer = await ask({ ...client, clientSecret: used, authentication: method });
    attempts.push({ authentication: method, secret, status: answer.status, error: answer.error });
    return answer;
  }

  async function findOther(): Promise<ClientAuthentication | null> {
    for (const method of otherMethods(client)) {
      const withStored = await attempt("stored", method);
      if (looksLikeClientFailure(withStored)) continue;
      if ((await compare(withStored, method)).verdict === "verified") return method;
    }
    return null;
  }
}

function otherMethods(client: OAuthClient): ClientAuthentication[] {
  const methods: ClientAuthentication[] = ["client_secret_post", "client_secret_basic"];
  const differs = basicHeadersDiffer(client);
  if (differs) methods.push("client_secret_basic_raw");
  const isBasic = client.authentication !== "client_secret_post";
  return methods.filter(
    (method) =>
      method !== client.authentication && !(isBasic && !differs && method === "client_secret_basic"),
  );
}
