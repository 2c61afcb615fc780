import { AppError, isAppError } from "#lib/core/errors.ts";
import { readText } from "#lib/core/json-path.ts";
import type { Account, TokenGrant } from "#lib/core/provider.ts";
import { callApi, type GrantAccess, knockAtApi } from "./api-call.ts";

interface AccountInput extends Omit<GrantAccess, "accessToken" | "data"> {
  grant: Pick<TokenGrant, "accessToken" | "data" | "subject">;
}

/**
 * Whose grant this is. Where the provider's who-am-I call fails or there is none, the ID token's subject has to do;
 * `null` when nothing tells. What the provider does wrong never throws, for the tokens are good all the same.
 */
export async function findAccount(input: AccountInput): Promise<Account | null> {
  const { subject } = input.grant;
  const named = subject !== null && isAccountId(subject);
  const fallback = named ? { id: subject, label: null, email: null, pictureUrl: null } : null;
  if (!input.provider.account?.idPath) return fallback;
  try {
    return (await lookUpAccount(input)) ?? fallback;
  } catch (error) {
    if (isAppError(error)) return fallback;
    throw error;
  }
}

/**
 * Asks the provider whose grant this is; `null` where it offers no such call, or one that names nobody. Throws
 * `provider-rejected`, `provider-unreachable` and `provider-misbehaved`, so that a connection can be tested with it.
 */
export async function lookUpAccount({ grant, ...rest }: AccountInput): Promise<Account | null> {
  const lookup = rest.provider.account;
  if (lookup === null) return null;
  const access = { ...rest, accessToken: grant.accessToken, data: grant.data };
  if (lookup.idPath === null) {
    await knockAtApi(lookup, access);
    return null;
  }
  const answer = await callApi(lookup, access);
  const id = readText(answer, lookup.idPath);
  // OpenID Connect Core §5.3.2: user info about somebody else must not be used.
  const isOther = lookup.idPath === "sub" && grant.subject !== null && id !== grant.subject;
  if (id === null || !isAccountId(id) || isOther || readText(answer, "error") !== null) {
    throw new AppError("provider-misbehaved", "the account answer names no usable account", {
      detail: `${rest.provider.displayName} did not tell whose account this is.`,
    });
  }
  return {
    id,
    label: printable(readText(answer, lookup.labelPath), 200),
    email: printable(readText(answer, lookup.emailPath), 254),
    pictureUrl: pictureUrl(readText(answer, lookup.picturePath), rest.provider.insecureOrigin),
  };
}

// An id is compared, so it is never mended: one that cannot be kept or shown names nobody (V-06).
function isAccountId(id: string): boolean {
  return id.length <= 255 && !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(id);
}

// Control characters and those that turn the direction of text have no place in a name (V-06).
function printable(text: string | null, maxLength: number): string | null {
  const clean = text
    ?.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return clean ? [...clean].slice(0, maxLength).join("") : null;
}

function pictureUrl(text: string | null, insecureOrigin: string | null): string | null {
  const url = text === null || text.length > 2_000 ? null : URL.parse(text);
  const isSafe = url?.protocol === "https:" || (insecureOrigin !== null && url?.origin === insecureOrigin);
  return url && isSafe && !url.username && !url.password ? url.href : null;
}
