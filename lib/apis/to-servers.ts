import type { ApiServer } from "./document-fields.ts";
import { isMapping, lineOf, own } from "./document-values.ts";
import type { DocumentSource } from "./read-document.ts";

const MAX_SERVERS = 50;
/** Longer ones are no addresses; filling in their variables could make of a small document one that fills the memory. */
const MAX_LENGTH = 2_000;

/**
 * The base addresses that a document names, in its order, each once: variables filled in (each choice of one that has
 * choices), relative ones resolved against the address that the document came from. What comes out as no http(s)
 * address is left out. Servers of single paths or operations are not among them.
 */
export function toServers({ root, format }: DocumentSource, documentUrl: string | null): ApiServer[] {
  const named = format === "swagger-2" ? swaggerServers(root, documentUrl) : openApiServers(root);
  const whole = named.flatMap(({ url, description }) => {
    const parsed = URL.parse(url, documentUrl ?? undefined);
    const isHttp = parsed !== null && /^https?:$/.test(parsed.protocol);
    return isHttp && url.length <= MAX_LENGTH ? [{ url: withoutSlash(parsed), description }] : [];
  });
  return [...new Map(whole.map((server) => [server.url, server])).values()].slice(0, MAX_SERVERS);
}

function openApiServers(root: unknown): ApiServer[] {
  const servers = own(root, "servers");
  // Where there are none, the specification says `/`: where the document came from.
  if (!Array.isArray(servers) || servers.length === 0) return [{ url: "/", description: null }];
  return servers.slice(0, MAX_SERVERS).flatMap((server) => {
    const url = own(server, "url");
    if (typeof url !== "string" || url.length > MAX_LENGTH) return [];
    const description = lineOf(own(server, "description"), 200);
    return fillVariables(url, own(server, "variables")).map((filled) => ({ url: filled, description }));
  });
}

function fillVariables(url: string, variables: unknown): string[] {
  const names = isMapping(variables) ? Object.keys(variables) : [];
  return names.reduce(
    (urls, name) => {
      const marker = `{${name}}`;
      if (!url.includes(marker)) return urls;
      const values = choicesOf(own(variables, name));
      return urls
        .flatMap((one) => values.map((value) => one.replaceAll(marker, () => value)))
        .filter((one) => one.length <= MAX_LENGTH)
        .slice(0, MAX_SERVERS);
    },
    [url],
  );
}

// The default first: what the document's author would take.
function choicesOf(variable: unknown): string[] {
  const choices = own(variable, "enum");
  const all = [own(variable, "default"), ...(Array.isArray(choices) ? choices.slice(0, MAX_SERVERS) : [])];
  const texts = all.flatMap((value) =>
    typeof value === "string" || typeof value === "number" ? String(value) : [],
  );
  return [...new Set(texts)].filter((text) => text.length <= MAX_LENGTH);
}

// Swagger 2: schemes × host + basePath; what is missing is that of the document's own address.
function swaggerServers(root: unknown, documentUrl: string | null): ApiServer[] {
  const origin = documentUrl === null ? null : URL.parse(documentUrl);
  const host = textOf(own(root, "host")) ?? origin?.host;
  if (!host) return [];
  const path = textOf(own(root, "basePath")) ?? "";
  const listed = own(root, "schemes");
  const schemes = Array.isArray(listed)
    ? listed.filter((scheme) => scheme === "https" || scheme === "http")
    : [];
  const usual = origin ? origin.protocol.slice(0, -1) : "https";
  const used = schemes.length > 0 ? [...schemes].sort().reverse() : [usual];
  return used.map((scheme) => ({ url: `${scheme}://${host}/${path.replace(/^\//, "")}`, description: null }));
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function withoutSlash(url: URL): string {
  return url.href.replace(/\/$/, "");
}
