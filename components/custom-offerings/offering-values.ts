import type { OfferingData } from "#lib/custom-offerings/contract.ts";
import { type Tree, withoutPaths } from "./json-tree.ts";
import { toLines } from "./parameter-lines.ts";

type Scope = OfferingData["scopes"]["catalog"][number];
type Variable = OfferingData["variables"][number];

/** A variable as its row holds it: what is not there is empty, choices are separated by commas. */
export type VariableValues = Record<
  "name" | "label" | "default" | "example" | "pattern" | "choices",
  string
> & {
  source: Variable["source"];
  required: boolean;
};

/** Where a token or a key goes; `same`: where tokens go. */
export interface AuthValues {
  place: "header" | "query" | "same";
  header: string;
  template: string;
  query: string;
}

/**
 * What the form holds. Below `data` every field has the name that its value has in an offering, so that the server's
 * pointers find it; texts stand for what can be absent, lines for parameters. What has no field is JSON in `rest`.
 */
export interface OfferingValues {
  data: {
    provider: string;
    displayName: string;
    environment: string;
    category: string;
    protocol: OfferingData["protocol"];
    confidence: OfferingData["confidence"];
    docsUrl: string;
    issuer: string;
    issParameterSupported: boolean;
    authorize: { url: string; params: string; offlineParams: string; optionalParams: string };
    token: {
      url: string;
      refreshUrl: string;
      bodyFormat: NonNullable<OfferingData["token"]>["bodyFormat"];
      params: string;
      refreshParams: string;
      headers: string;
    };
    clientAuth: OfferingData["clientAuth"];
    pkce: { support: OfferingData["pkce"]["support"] };
    revocation: {
      kind: OfferingData["revocation"]["kind"];
      url: string;
      method: NonNullable<OfferingData["revocation"]["method"]>;
      auth: NonNullable<OfferingData["revocation"]["auth"]>;
      bodyFormat: NonNullable<OfferingData["revocation"]["bodyFormat"]>;
      tokenParam: string;
    };
    account: {
      url: string;
      method: OfferingData["account"]["method"];
      headers: string;
      body: string;
      idPath: string;
      labelPath: string;
      emailPath: string;
      picturePath: string;
    };
    accepts: OfferingData["accepts"];
    api: { baseUrl: string; headers: string; auth: AuthValues; keyAuth: AuthValues };
    scopes: {
      separator: OfferingData["scopes"]["separator"];
      offline: string;
      configuredInConsole: boolean;
      catalog: Scope[];
    };
    variables: VariableValues[];
    setup: { consoleUrl: string; steps: string; redirectUriRules: string };
    accessToken: { lifetimeSeconds: string };
    refresh: Pick<OfferingData["refresh"], "issued" | "rotates">;
  };
  rest: string;
}

/** What has a field of its own. The lists of required and usual scopes follow from the scopes' kinds. */
const fields = [
  ...["id", "provider", "displayName", "environment", "category", "protocol", "confidence", "docsUrl"],
  ...["issuer", "issParameterSupported", "authorize", "token", "clientAuth", "variables"],
  ...["setup.consoleUrl", "setup.steps", "setup.redirectUriRules"],
  ...["pkce.support", "pkce.method", "revocation.kind", "revocation.url", "revocation.method"],
  ...["revocation.auth", "revocation.bodyFormat", "revocation.tokenParam"],
  ...["account.url", "account.method", "account.headers", "account.body", "account.idPath"],
  ...["account.labelPath", "account.emailPath", "account.picturePath"],
  ...["api.baseUrl", "api.headers", "api.auth", "scopes.separator", "scopes.offline"],
  ...["scopes.configuredInConsole", "scopes.catalog", "scopes.required", "scopes.default"],
  ...["accepts", "api.keyAuth", "accessToken.lifetimeSeconds", "refresh.issued", "refresh.rotates"],
];

/** The form's values for an offering, or for the beginning of one. */
export function valuesOf(data: Partial<OfferingData>, today: string): OfferingValues {
  const { authorize, token, api, scopes, setup, accessToken, refresh } = data;
  return {
    data: {
      provider: data.provider ?? "",
      displayName: data.displayName ?? "",
      environment: data.environment ?? "production",
      category: data.category ?? "",
      protocol: data.protocol ?? "oauth2",
      confidence: data.confidence ?? "medium",
      docsUrl: data.docsUrl ?? "",
      issuer: data.issuer ?? "",
      issParameterSupported: data.issParameterSupported ?? false,
      authorize: {
        url: authorize?.url ?? "",
        params: toLines(authorize?.params),
        offlineParams: toLines(authorize?.offlineParams),
        optionalParams: toLines(authorize?.optionalParams),
      },
      token: {
        url: token?.url ?? "",
        refreshUrl: token?.refreshUrl ?? "",
        bodyFormat: token?.bodyFormat ?? "form",
        params: toLines(token?.params),
        refreshParams: toLines(token?.refreshParams),
        headers: toLines(token?.headers),
      },
      clientAuth: data.clientAuth ?? { preferred: "post", supported: ["post", "basic"] },
      pkce: { support: data.pkce?.support ?? "supported" },
      ...{ revocation: revocationValues(data.revocation), account: accountValues(data.account) },
      api: {
        baseUrl: api?.baseUrl ?? "",
        headers: toLines(api?.headers),
        auth: authValues(api?.auth),
        keyAuth: api?.keyAuth ? authValues(api.keyAuth) : { ...authValues(undefined), place: "same" },
      },
      accepts: data.accepts ?? ["oauth2"],
      scopes: {
        separator: scopes?.separator ?? " ",
        offline: scopes?.offline ?? "",
        configuredInConsole: scopes?.configuredInConsole ?? false,
        catalog: scopes?.catalog ?? [],
      },
      variables: (data.variables ?? []).map(variableValues),
      setup: {
        consoleUrl: setup?.consoleUrl ?? "",
        steps: (setup?.steps ?? []).join("\n"),
        redirectUriRules: setup?.redirectUriRules ?? "",
      },
      accessToken: { lifetimeSeconds: accessToken?.lifetimeSeconds?.toString() ?? "" },
      refresh: { issued: refresh?.issued ?? "conditional", rotates: refresh?.rotates ?? "unknown" },
    },
    rest: JSON.stringify(restOf(data, today), null, 2),
  };
}

function authValues(auth: OfferingData["api"]["auth"] | undefined): AuthValues {
  const usual = { header: "Authorization", template: "Bearer {access_token}", query: "" };
  if (auth && "query" in auth) return { ...usual, ...auth, place: "query" };
  return { ...usual, ...auth, place: "header" };
}

function revocationValues(revocation: OfferingData["revocation"] | undefined) {
  return {
    kind: revocation?.kind ?? ("none" as const),
    url: revocation?.url ?? "",
    method: revocation?.method ?? ("POST" as const),
    auth: revocation?.auth ?? ("client" as const),
    bodyFormat: revocation?.bodyFormat ?? ("form" as const),
    tokenParam: revocation?.tokenParam ?? (revocation?.url ? "" : "token"),
  };
}

function accountValues(account: OfferingData["account"] | undefined) {
  return {
    url: account?.url ?? "",
    method: account?.method ?? ("GET" as const),
    headers: toLines(account?.headers),
    body: account?.body ?? "",
    idPath: account?.idPath ?? "",
    labelPath: account?.labelPath ?? "",
    emailPath: account?.emailPath ?? "",
    picturePath: account?.picturePath ?? "",
  };
}

function variableValues({ choices, ...variable }: Variable): VariableValues {
  return {
    ...variable,
    default: variable.default ?? "",
    example: variable.example ?? "",
    pattern: variable.pattern ?? "",
    choices: (choices ?? []).join(", "),
  };
}

function restOf(data: Partial<OfferingData>, today: string): Tree {
  const evidence = data.evidence ?? ["general-knowledge"];
  const rest = withoutPaths({ ...data, evidence, checkedOn: data.checkedOn ?? today }, fields);
  // It follows from the base address, unless a provider tells the address itself.
  const source = data.api?.baseUrlSource;
  return source === "static" || source === "variable" ? withoutPaths(rest, ["api.baseUrlSource"]) : rest;
}
