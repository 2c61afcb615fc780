import type { AuthorizationKind, ClientAuthentication } from "#lib/core/provider.ts";
import type { ClientCheckCause } from "#lib/oauth/client-check-rules.ts";
import type { Verification } from "./contract.ts";

interface CheckFacts extends Pick<Verification, "verdict" | "method" | "cause" | "workingAuthentication"> {
  redirectUri: string;
  /** How the integration's accounts connect. */
  kind: AuthorizationKind;
  /** How the credentials are sent. */
  authentication: ClientAuthentication;
}

/** What was seen at the provider and what follows from it, in plain words. */
export function explainCheck(facts: CheckFacts): string {
  const { cause, verdict, kind } = facts;
  const byToken = kind === "client_credentials" && isAboutTokens(cause) ? aboutTokens[cause] : null;
  const explain = byToken ?? (isKnown(cause) ? byCause[cause] : byVerdict[verdict]);
  return explain(facts);
}

const ways: Record<ClientAuthentication, string> = {
  client_secret_post: "in the body",
  client_secret_basic: "as a Basic header",
  client_secret_basic_raw: "as a Basic header without form-encoding",
  none: "without a secret",
};

const signIn = "Verify by signing in.";

const byCause: Record<ClientCheckCause | "signed-in", (facts: CheckFacts) => string> = {
  "control-refused": ({ authentication }) =>
    `A made-up code was refused as a code, a made-up secret as a secret. Sent ${ways[authentication]}.`,
  "signed-in": () =>
    "An admin signed in through this client, and the provider exchanged the code for a token.",
  "client-refused": ({ redirectUri }) =>
    `The provider refused this client as it refuses a made-up secret, however it was sent. Either the client ID or the secret is wrong, or ${redirectUri} is not registered there as a callback URL: some providers say that in the same words.`,
  "other-authentication": ({ authentication, workingAuthentication }) =>
    `The provider refuses these credentials ${ways[authentication]} and accepts them ${ways[workingAuthentication ?? authentication]}. Send them that way.`,
  "redirect-refused": ({ redirectUri }) =>
    `The provider does not know ${redirectUri} as a callback URL of this client. Register it there, to the letter, and verify again.`,
  "client-not-allowed": () =>
    "The provider knows this client and does not allow it the authorization code grant. Allow that in the provider's console.",
  "same-answer": () =>
    `The provider answered this secret and a made-up one alike, so nothing is proven either way. ${signIn}`,
  "control-not-refused": () =>
    `The provider did not refuse a made-up secret as a secret, so its answers prove nothing. ${signIn}`,
  "unstable-answer": () =>
    `The provider answered the same question in two ways, so its answers prove nothing. ${signIn}`,
  "code-accepted": () =>
    `The provider took a made-up code for a real one, so its answers prove nothing. ${signIn}`,
  "token-refused": ({ authentication }) =>
    `The provider knows this client, sent ${ways[authentication]}, and gives it no token. Look at the scopes, and at what the client is allowed in the provider's console.`,
  "no-secret": () => `A client without a secret leaves nothing to compare. ${signIn}`,
  unreachable: () =>
    "The provider could not be reached, so nothing is proven either way. Verify again later.",
  unavailable: () =>
    "The provider was busy or out of order, so nothing is proven either way. Verify again later.",
  unreadable: () => `The provider's answer could not be read, so nothing is proven either way. ${signIn}`,
};

const byVerdict: Record<Verification["verdict"], (facts: CheckFacts) => string> = {
  verified: () => "The provider accepts this client.",
  rejected: ({ redirectUri }) =>
    `The provider refused this client. Look at the client ID, the secret and the callback URL ${redirectUri}.`,
  inconclusive: () => `Nothing is proven either way. ${signIn}`,
};

// A client that connects by itself: nobody can sign in for it, and it has no callback URL.
const aboutTokens = {
  "control-refused": ({ authentication }: CheckFacts) =>
    `The provider gave this client a token and refused a made-up secret. Sent ${ways[authentication]}; the token is not kept.`,
  "client-refused": () =>
    "The provider refused this client as it refuses a made-up secret, however it was sent. The client ID or the secret is wrong.",
  "client-not-allowed": () =>
    "The provider knows this client and does not allow it the client credentials grant. Allow that in the provider's console.",
  "same-answer": () =>
    "The provider answered this secret and a made-up one alike, so nothing is proven either way. Look at the client in the provider's console, then verify again.",
  "control-not-refused": () =>
    "The provider refused both this secret and a made-up one, and blamed neither, so nothing is proven. Look at the scopes, then verify again.",
  "unstable-answer": () =>
    "The provider answered the same question in two ways, so its answers prove nothing. Verify again later.",
  "no-secret": () => "A client without a secret cannot connect by itself. Enter its secret.",
  unreadable: () =>
    "The provider's answer could not be read, so nothing is proven either way. Verify again later.",
} satisfies Partial<Record<ClientCheckCause, (facts: CheckFacts) => string>>;

function isAboutTokens(cause: string): cause is keyof typeof aboutTokens {
  return Object.hasOwn(aboutTokens, cause);
}

function isKnown(cause: string): cause is keyof typeof byCause {
  return Object.hasOwn(byCause, cause);
}
