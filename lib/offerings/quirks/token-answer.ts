import { isRecord, readPath } from "#lib/core/json-path.ts";
import type { TokenAnswer, TokenAnswerStep } from "#lib/core/provider-steps.ts";

/** The answer is wrapped, e.g. in a list of one. */
export const unwrapEnvelope: TokenAnswerStep = (answer, _ask, { tokenAnswer: { paths } }) => {
  const inner = paths.envelope ? readPath(answer, paths.envelope) : undefined;
  return isRecord(inner) ? { ...answer, ...inner } : answer;
};

/** A grant of the person alone puts the token below a key of its own. */
export const liftNestedToken: TokenAnswerStep = (answer, _ask, { tokenAnswer: { paths } }) => {
  const nested = at(answer, paths.userAccessToken);
  if (has(answer, "access_token") || typeof nested !== "string") return answer;
  return {
    ...answer,
    access_token: nested,
    refresh_token: at(answer, paths.userRefreshToken),
    expires_in: at(answer, paths.userExpiresIn),
    scope: at(answer, paths.userScope),
  };
};

/** The access token has another name. */
export const renameAccessToken: TokenAnswerStep = (answer, _ask, { tokenAnswer: { paths } }) =>
  fillIn(answer, "access_token", at(answer, paths.accessTokenAlias));

/** The granted scopes have another name. */
export const renameScope: TokenAnswerStep = (answer, _ask, { tokenAnswer: { paths } }) =>
  fillIn(answer, "scope", at(answer, paths.scope));

/** The expiry is a point in time: seconds since 1970, or an ISO date. */
export const readAbsoluteExpiry: TokenAnswerStep = (answer, { sentAt }, { tokenAnswer: { paths } }) => {
  const withAccess = fillIn(answer, "expires_in", secondsUntil(at(answer, paths.expiresAt), sentAt));
  return fillIn(
    withAccess,
    "refresh_token_expires_in",
    secondsUntil(at(answer, paths.refreshExpiresAt), sentAt),
  );
};

/** The expiry stands in the access token itself. It is believed for scheduling only, so no signature is checked. */
export const readJwtExpiry: TokenAnswerStep = (answer, { sentAt }) =>
  fillIn(answer, "expires_in", secondsUntil(readJwtClaim(answer.access_token, "exp"), sentAt));

/** The refresh token's life has a name of its own. */
export const readRefreshExpiry: TokenAnswerStep = (answer, _ask, { tokenAnswer: { paths } }) =>
  fillIn(answer, "refresh_token_expires_in", at(answer, paths.refreshExpiresIn));

/** The refresh token dies a fixed time after consent; refreshing does not move that. */
export const assumeRefreshLifetime: TokenAnswerStep = (answer, { grantType }, { refreshLifetimeSeconds }) =>
  grantType === "authorization_code" && has(answer, "refresh_token")
    ? fillIn(answer, "refresh_token_expires_in", refreshLifetimeSeconds ?? undefined)
    : answer;

/** There is no refresh token: the access token itself is what gets a new one. */
export const renewByAccessToken: TokenAnswerStep = (answer) =>
  fillIn(answer, "refresh_token", answer.access_token);

function at(answer: TokenAnswer, path: string | undefined): unknown {
  return path === undefined ? undefined : readPath(answer, path);
}

function has(answer: TokenAnswer, key: string): boolean {
  return answer[key] !== undefined && answer[key] !== null && answer[key] !== "";
}

/** What the answer says by the standard name wins. */
function fillIn(answer: TokenAnswer, key: string, value: unknown): TokenAnswer {
  return has(answer, key) || value === undefined || value === null ? answer : { ...answer, [key]: value };
}

function secondsUntil(time: unknown, from: Date): number | undefined {
  const isEpoch = typeof time === "number" || (typeof time === "string" && /^\d{9,11}$/.test(time));
  const ms = isEpoch ? Number(time) * 1000 : typeof time === "string" ? Date.parse(time) : Number.NaN;
  return Number.isFinite(ms) ? (ms - from.getTime()) / 1000 : undefined;
}

function readJwtClaim(token: unknown, claim: string): unknown {
  const payload = typeof token === "string" ? token.split(".")[1] : undefined;
  if (!payload || !/^[A-Za-z0-9_-]+$/.test(payload)) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return isRecord(claims) ? claims[claim] : undefined;
  } catch {
    return undefined;
  }
}
