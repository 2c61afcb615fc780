import type { ApiPreview, ApiScheme, OAuthFlow } from "#lib/apis/contract.ts";
import type { AuthorizationKind } from "#lib/core/provider.ts";

export type Kind = AuthorizationKind;

/** What choosing a way to connect fills in. */
export interface AuthPrefill {
  kind: Kind;
  authorizeUrl: string;
  tokenUrl: string;
  refreshUrl: string;
  /** With spaces between. */
  scopes: string;
  keyPlace: { in: "header" | "query"; name: string; prefix: string };
}

/** One way to connect: a flow or scheme that a document declares, or one of the kinds filled in by hand. */
export interface AuthOption {
  value: string;
  /** The document's name of the scheme; `null` for one by hand. */
  scheme: string | null;
  flow: OAuthFlow["flow"] | "apiKey" | "basic" | "bearer" | null;
  prefill: AuthPrefill;
  /** What the document says about the scopes. */
  scopes: { id: string; description: string }[];
}

const blank = {
  authorizeUrl: "",
  tokenUrl: "",
  refreshUrl: "",
  scopes: "",
  keyPlace: { in: "header", name: "Authorization", prefix: "Bearer " },
} as const;

/** Which flows Mooring can use, as what. The implicit and password flows are on their way out (RFC 9700 §2). */
const usable: Partial<Record<OAuthFlow["flow"], Kind>> = {
  authorizationCode: "oauth2",
  clientCredentials: "client_credentials",
};

/** The ways to connect that a document declares and Mooring can use, OAuth first, then those that are filled in by hand. */
export function authOptions(
  preview: Pick<ApiPreview, "schemes"> | null,
  kinds: readonly Kind[],
): AuthOption[] {
  const declared = (preview?.schemes ?? [])
    .flatMap(optionsOf)
    .filter(({ prefill }) => kinds.includes(prefill.kind));
  const byHand = kinds.map(
    (kind): AuthOption => ({
      value: kind,
      scheme: null,
      flow: null,
      prefill: { ...blank, kind, keyPlace: { ...blank.keyPlace } },
      scopes: [],
    }),
  );
  const rank = ({ prefill }: AuthOption) => kinds.indexOf(prefill.kind);
  return [...declared.sort((a, b) => rank(a) - rank(b)), ...byHand];
}

/** The schemes that a document declares and that cannot be used, by name. */
export function unusableSchemes(preview: Pick<ApiPreview, "schemes">, kinds: readonly Kind[]): string[] {
  return preview.schemes
    .filter((scheme) => !optionsOf(scheme).some(({ prefill }) => kinds.includes(prefill.kind)))
    .map(({ name }) => name);
}

function optionsOf(scheme: ApiScheme): AuthOption[] {
  const { name } = scheme;
  switch (scheme.kind) {
    case "oauth2":
      return scheme.flows.flatMap((flow) => flowOption(name, flow));
    case "apiKey":
      if (scheme.in === "cookie") return [];
      return [keyOption(name, "apiKey", { in: scheme.in, name: scheme.parameter, prefix: "" })];
    case "bearer":
      return [keyOption(name, "bearer", { in: "header", name: "Authorization", prefix: "Bearer " })];
    case "basic":
      return [
        {
          value: `${name} basic`,
          scheme: name,
          flow: "basic",
          prefill: { ...blank, kind: "basic", keyPlace: { ...blank.keyPlace } },
          scopes: [],
        },
      ];
    default:
      return [];
  }
}

function flowOption(scheme: string, flow: OAuthFlow): AuthOption[] {
  const kind = usable[flow.flow];
  if (!kind) return [];
  return [
    {
      value: `${scheme} ${flow.flow}`,
      scheme,
      flow: flow.flow,
      prefill: {
        kind,
        authorizeUrl: flow.authorizationUrl ?? "",
        tokenUrl: flow.tokenUrl ?? "",
        refreshUrl: flow.refreshUrl ?? "",
        // A long list is all that there is, not what anybody needs.
        scopes: flow.scopes.length > 10 ? "" : flow.scopes.map(({ id }) => id).join(" "),
        keyPlace: { ...blank.keyPlace },
      },
      scopes: flow.scopes,
    },
  ];
}

function keyOption(scheme: string, flow: "apiKey" | "bearer", keyPlace: AuthPrefill["keyPlace"]): AuthOption {
  return {
    value: `${scheme} ${flow}`,
    scheme,
    flow,
    prefill: { ...blank, kind: "api_key", keyPlace },
    scopes: [],
  };
}
