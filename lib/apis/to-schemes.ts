import { type ApiScheme, type OAuthFlow, oauthFlowNames } from "./document-fields.ts";
import { escapeToken, isMapping, lineOf, nameOf, own, wordOf } from "./document-values.ts";
import type { DocumentSource } from "./read-document.ts";
import { resolve } from "./references.ts";

const MAX_SCHEMES = 50;
const MAX_SCOPES = 500;

/** Swagger 2 has other words for the same flows. */
const swaggerFlows: Readonly<Record<string, OAuthFlow["flow"]>> = {
  accessCode: "authorizationCode",
  application: "clientCredentials",
  implicit: "implicit",
  password: "password",
};

/**
 * The security schemes that a document declares, in its order: every OAuth flow with its addresses and scopes, where an
 * API key travels, Basic and bearer. Relative addresses are resolved against `baseUrl`. 422 at a scheme that is no
 * mapping or a reference that leads nowhere.
 */
export function toSchemes(source: DocumentSource, baseUrl: string | null): ApiScheme[] {
  const isSwagger = source.format === "swagger-2";
  const at = isSwagger ? "/securityDefinitions" : "/components/securitySchemes";
  const declared = isSwagger
    ? own(source.root, "securityDefinitions")
    : own(own(source.root, "components"), "securitySchemes");
  if (declared === undefined || declared === null) return [];
  if (!isMapping(declared)) throw source.fault(at, "security schemes are a mapping of names to schemes");
  return Object.entries(declared)
    .slice(0, MAX_SCHEMES)
    .map(([name, value]) => {
      const pointer = `${at}/${escapeToken(name)}`;
      const scheme = resolve(source, { value, pointer });
      if (!isMapping(scheme.value)) throw source.fault(pointer, "a security scheme is a mapping");
      const about = {
        name: lineOf(name, 100) ?? "unnamed",
        description: lineOf(own(scheme.value, "description"), 500),
      };
      return toScheme(about, scheme.value, (url) => toUrl(url, baseUrl));
    });
}

type ToUrl = (value: unknown) => string | null;

function toScheme(about: Pick<ApiScheme, "name" | "description">, scheme: unknown, url: ToUrl): ApiScheme {
  const type = own(scheme, "type");
  if (type === "oauth2") return { ...about, kind: "oauth2", flows: toFlows(scheme, url) };
  if (type === "basic") return { ...about, kind: "basic" };
  const way = wordOf(own(scheme, "scheme")).toLowerCase();
  if (type === "http" && (way === "basic" || way === "bearer")) return { ...about, kind: way };
  const discoveryUrl = type === "openIdConnect" ? url(own(scheme, "openIdConnectUrl")) : null;
  if (discoveryUrl) return { ...about, kind: "openIdConnect", discoveryUrl };
  const parameter = nameOf(own(scheme, "name"), 100);
  const place = own(scheme, "in");
  if (type === "apiKey" && parameter && (place === "header" || place === "query" || place === "cookie"))
    return { ...about, kind: "apiKey", in: place, parameter };
  const words = [type, type === "http" ? way : null].flatMap((word) => lineOf(word, 40) ?? []);
  return { ...about, kind: "other", type: words.join(" ") || "unknown" };
}

function toFlows(scheme: unknown, url: ToUrl): OAuthFlow[] {
  const swaggerFlow = own(scheme, "flow");
  if (typeof swaggerFlow === "string") {
    const flow = Object.hasOwn(swaggerFlows, swaggerFlow) ? swaggerFlows[swaggerFlow] : undefined;
    return flow ? [toFlow(flow, scheme, url)] : [];
  }
  const flows = own(scheme, "flows");
  return oauthFlowNames.flatMap((flow) => {
    const value = own(flows, flow);
    return isMapping(value) ? [toFlow(flow, value, url)] : [];
  });
}

function toFlow(flow: OAuthFlow["flow"], value: unknown, url: ToUrl): OAuthFlow {
  const scopes = own(value, "scopes");
  return {
    flow,
    authorizationUrl: url(own(value, "authorizationUrl")),
    tokenUrl: url(own(value, "tokenUrl")),
    refreshUrl: url(own(value, "refreshUrl")),
    scopes: Object.entries(isMapping(scopes) ? scopes : {})
      .filter(([id]) => isScopeToken(id))
      .slice(0, MAX_SCOPES)
      .map(([id, description]) => ({ id, description: lineOf(description, 300) ?? "" })),
  };
}

// RFC 6749 §3.3; a scope that is none could not be asked for.
function isScopeToken(id: string): boolean {
  return id.length <= 200 && /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(id);
}

function toUrl(value: unknown, baseUrl: string | null): string | null {
  if (typeof value !== "string" || value.length > 2_000) return null;
  const url = URL.parse(value, baseUrl ?? undefined);
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}
