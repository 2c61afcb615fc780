import { AppError } from "#lib/core/errors.ts";
import type { OAuthClient, Parameters, Provider } from "#lib/core/provider.ts";
import { requireToken } from "#lib/core/provider-endpoints.ts";
import { Secret } from "#lib/core/secret.ts";
import { authorizationError } from "./authorization-error.ts";

const MAX_LENGTH = 4_096;

interface CallbackInput {
  provider: Provider;
  /** Whose secret signs the answers of some providers. */
  client?: Pick<OAuthClient, "clientSecret">;
  params: URLSearchParams;
}

export interface CallbackAnswer {
  code: Secret<string>;
  /** What else came back, for `exchangeCode`; the code and the state are not in it. */
  callbackParams: Parameters;
}

/**
 * Judges an authorization response whose state already led to its flow (RFC 6749 §4.1.2, RFC 9207 §2.4).
 * Throws `state-mismatch` for a repeated parameter, for error and code together, for a foreign issuer, a signature that
 * does not fit and a token endpoint that is not the provider's; `authorization-denied` and others for what the provider reports; `provider-misbehaved` for no usable code.
 */
export function readCallback({ client, params, ...input }: CallbackInput): CallbackAnswer {
  const provider = requireToken(input.provider);
  const names = [...params.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw mismatch("a parameter came twice");
  checkIssuer(params.get("iss"), provider);
  const error = params.get("error");
  if (error !== null && params.has("code")) throw mismatch("an error and a code came together");
  if (error !== null) throw authorizationError(provider, error, params.get("error_description"));
  const sent: Parameters = Object.fromEntries(params);
  for (const check of provider.steps.callbackCheck) {
    const reason = check(sent, provider, client?.clientSecret ?? null);
    if (reason !== null) throw mismatch(reason);
  }
  const received = provider.steps.callback.reduce((values, step) => step(values, provider), sent);
  const { code, state: _, ...callbackParams } = received;
  if (!code || code.length > MAX_LENGTH || !/^[\x20-\x7e]+$/.test(code)) {
    throw new AppError("provider-misbehaved", "the authorization response holds no usable code", {
      detail: `${provider.displayName} sent you back without a usable code. Try again.`,
    });
  }
  return { code: new Secret(code), callbackParams };
}

function checkIssuer(iss: string | null, { issuer, isIssParameterRequired }: Provider): void {
  if (iss === null) {
    if (isIssParameterRequired) throw mismatch("the promised issuer is missing");
  } else if (issuer !== null && iss !== issuer) {
    throw mismatch("the answer is of another issuer");
  }
}

function mismatch(reason: string): AppError {
  return new AppError("state-mismatch", `authorization response refused: ${reason}`, {
    detail:
      "The answer does not belong to the authorization that was started here, so it was not used. Start again.",
  });
}
