import { z } from "zod";
import { issuesTokens } from "#lib/core/provider.ts";
import { isTree, mergeTrees, type Tree } from "./json-tree.ts";
import type { AuthValues, OfferingValues, VariableValues } from "./offering-values.ts";
import { fromLines } from "./parameter-lines.ts";

interface Words {
  lines: string;
  json: string;
}

/** The offering that the form's values come to. What is wrong with it the server says; here only what cannot be read. */
export function offeringForm(words: Words) {
  return z.custom<OfferingValues>().transform((values, ctx): { data: Record<string, unknown> } => {
    const refuse = (path: string, message: string) =>
      ctx.addIssue({ code: "custom", path: path.split("."), message });
    const rest = parseTree(values.rest);
    if (!rest) refuse("rest", words.json);
    const lines = (path: string, text: string) => {
      const parameters = fromLines(text);
      if (!parameters) refuse(`data.${path}`, words.lines);
      return parameters ?? {};
    };
    return { data: mergeTrees(rest ?? {}, toData(values.data, rest ?? {}, lines)) };
  });
}

function parseTree(text: string): Tree | null {
  try {
    const value: unknown = text.trim() === "" ? {} : JSON.parse(text);
    return isTree(value) ? value : null;
  } catch {
    return null;
  }
}

const orNull = (text: string) => text.trim() || null;

function toData(
  values: OfferingValues["data"],
  rest: Tree,
  lines: (path: string, text: string) => Record<string, string>,
): Tree {
  const { authorize, token, pkce, revocation, account, api, scopes, setup, accessToken } = values;
  // What no kind needs and nobody filled in is not there.
  const signsIn = isNeeded(values.accepts.includes("oauth2"), authorize.url);
  const hasTokens = isNeeded(values.accepts.some(issuesTokens), token.url);
  const isRevocable = revocation.kind === "rfc7009" || revocation.kind === "custom";
  return {
    ...values,
    name: rest.name ?? (values.displayName.trim() || "unnamed"),
    displayName: values.displayName.trim(),
    docsUrl: values.docsUrl.trim(),
    issuer: orNull(values.issuer),
    authorize: signsIn && {
      url: authorize.url.trim(),
      params: lines("authorize.params", authorize.params),
      offlineParams: lines("authorize.offlineParams", authorize.offlineParams),
      optionalParams: lines("authorize.optionalParams", authorize.optionalParams),
    },
    token: hasTokens && {
      ...token,
      url: token.url.trim(),
      refreshUrl: orNull(token.refreshUrl),
      params: asSent(token, lines("token.params", token.params)),
      refreshParams: asSent(token, lines("token.refreshParams", token.refreshParams)),
      headers: lines("token.headers", token.headers),
    },
    pkce: { ...pkce, method: pkce.support === "required" || pkce.support === "supported" ? "S256" : null },
    revocation: isRevocable
      ? { ...revocation, url: orNull(revocation.url), tokenParam: orNull(revocation.tokenParam) }
      : { kind: revocation.kind },
    account: {
      ...mapTexts(account),
      method: account.method,
      headers: lines("account.headers", account.headers),
    },
    api: {
      ...{ baseUrl: api.baseUrl.trim(), headers: lines("api.headers", api.headers) },
      ...{ auth: toAuth(api.auth), keyAuth: toAuth(api.keyAuth) },
      ...(!(isTree(rest.api) && "baseUrlSource" in rest.api) && { baseUrlSource: sourceOf(values) }),
    },
    scopes: {
      ...scopes,
      offline: orNull(scopes.offline),
      required: scopes.catalog.filter(({ kind }) => kind === "required").map(({ id }) => id),
      default: scopes.catalog.filter(({ kind }) => kind === "default").map(({ id }) => id),
    },
    variables: values.variables.map(toVariable),
    setup: {
      consoleUrl: orNull(setup.consoleUrl),
      steps: setup.steps.split("\n").flatMap((line) => line.trim() || []),
      redirectUriRules: orNull(setup.redirectUriRules),
    },
    accessToken: {
      lifetimeSeconds: accessToken.lifetimeSeconds.trim() === "" ? null : Number(accessToken.lifetimeSeconds),
    },
  };
}

// In a JSON body a number is sent as one.
function asSent({ bodyFormat }: { bodyFormat: string }, parameters: Record<string, string>): Tree {
  const isNumber = (value: string) => bodyFormat === "json" && /^\d{1,15}$/.test(value);
  const entries = Object.entries(parameters).map(([name, value]) => [
    name,
    isNumber(value) ? Number(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function isNeeded(isNamed: boolean, url: string): true | null {
  return isNamed || url.trim() !== "" ? true : null;
}

function toAuth({ place, header, template, query }: AuthValues): Tree | null {
  if (place === "same") return null;
  return place === "query" ? { query: query.trim() } : { header: header.trim(), template };
}

function sourceOf({ api, variables }: OfferingValues["data"]): "static" | "variable" {
  const isAsked = variables.some(
    ({ name, source }) => source === "user" && api.baseUrl.includes(`{${name}}`),
  );
  return isAsked ? "variable" : "static";
}

function mapTexts<T extends Record<string, string>>(texts: T): Record<keyof T, string | null> {
  const entries = Object.entries(texts).map(([name, text]) => [name, orNull(text)]);
  return Object.fromEntries(entries) as Record<keyof T, string | null>;
}

function toVariable({ choices, ...variable }: VariableValues): Tree {
  const list = choices.split(",").flatMap((choice) => choice.trim() || []);
  return {
    ...variable,
    default: orNull(variable.default),
    example: orNull(variable.example),
    pattern: orNull(variable.pattern),
    choices: list.length > 0 ? list : null,
  };
}
