import { AppError } from "#lib/core/errors.ts";
import type { ProblemCode } from "#lib/core/problem-types.ts";
import type { Provider } from "#lib/core/provider.ts";
import { safeErrorName } from "./token-error.ts";

interface Meaning {
  code: ProblemCode;
  detail: (name: string) => string;
}

const denied: Meaning = {
  code: "authorization-denied",
  detail: (name) => `${name} says that access was not granted. Nothing was changed; you can start again.`,
};

const needsPerson: Meaning = {
  code: "authorization-denied",
  detail: (name) =>
    `${name} could not finish without asking you something. Connect again, and let it show its pages.`,
};

const passing: Meaning = {
  code: "unavailable",
  detail: (name) =>
    `${name} is having trouble at the moment. Nothing was changed; try again in a few minutes.`,
};

const refused = (what: string): Meaning => ({
  code: "provider-rejected",
  detail: (name) => `${name} refused the request: ${what}`,
});

/** RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6. */
const meanings = new Map<string, Meaning>([
  ["access_denied", denied],
  ["login_required", needsPerson],
  ["interaction_required", needsPerson],
  ["consent_required", needsPerson],
  ["account_selection_required", needsPerson],
  ["temporarily_unavailable", passing],
  ["server_error", passing],
  [
    "invalid_scope",
    refused("it does not know, or does not allow, one of the scopes. An admin can change them."),
  ],
  ["unauthorized_client", refused("this client may not do that. An admin should look at its registration.")],
  ["invalid_client", refused("it does not know the client ID. An admin should look at the integration.")],
  ["redirect_uri_mismatch", refused("the callback URL is not registered there. An admin should add it.")],
]);

/**
 * The provider's authorization error as a problem in our own words. The provider's text travels apart, as
 * `providerError` and `providerDescription`, reduced to plain printable characters (F-06).
 */
export function authorizationError(provider: Provider, error: string, description: string | null): AppError {
  const providerError = safeErrorName(error);
  const meaning = meanings.get(providerError ?? "") ?? refused("it gave no reason that is known here.");
  return new AppError(meaning.code, `authorization error ${providerError ?? "without a usable name"}`, {
    detail: meaning.detail(provider.displayName),
    extensions: { providerError, providerDescription: description === null ? null : plainText(description) },
  });
}

// RFC 6749 Appendix A.8: printable ASCII without quote and backslash.
function plainText(text: string): string | null {
  return (
    text
      .replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, " ")
      .replace(/ +/g, " ")
      .trim()
      .slice(0, 300) || null
  );
}
