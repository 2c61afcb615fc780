import type { Secret } from "#lib/core/secret.ts";
import { isHiddenAnswer } from "./field-names.ts";
import type { HeaderList } from "./request-headers.ts";
import { formsOfToken, type TokenForms } from "./token-forms.ts";

/** What every answer of the gateway carries, so that no browser runs, frames, stores or shares its bytes (D-17, P-16). */
export const answerGuards: HeaderList = [
  ["Content-Security-Policy", "sandbox; default-src 'none'"],
  ["X-Content-Type-Options", "nosniff"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Referrer-Policy", "no-referrer"],
  ["Cache-Control", "private, no-store"],
];

/** What an address's answer depends on here: who asks, and through which connection (P-16). */
export const VARY = "Authorization, Cookie, Mooring-Connection";

const guardFields = answerGuards.flat();

type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The provider's headers as the caller may get them (P-03, D-17), names and values by turns. A token that the provider
 * echoes in a header is blotted out (P-11). Takes names in lower case; no token for an answer that was kept without it.
 */
export function answerHeaders(upstream: AnswerHeaders, accessToken: Secret<string> | null): string[] {
  const token = accessToken && formsOfToken(accessToken);
  const nominated = nominatedFields(first(upstream.connection));
  const passed: string[] = [];
  for (const name in upstream) {
    const value = upstream[name];
    if (value === undefined || isHiddenAnswer(name) || nominated.includes(name)) continue;
    if (name === "content-disposition" || name === "vary") continue;
    if (typeof value === "string") add(passed, name, value, token);
    else for (const item of value) add(passed, name, item, token);
  }
  passed.push(...guardFields, "Vary", vary(first(upstream.vary)));
  const shown = disposition(upstream);
  if (shown !== null) passed.push("Content-Disposition", shown);
  return passed;
}

function add(passed: string[], name: string, value: string, token: TokenForms | null): void {
  if (isSafe(name, value)) passed.push(name, token === null ? value : blot(value, token));
}

/** A header's value without the token, in whatever form it stands there (`formsOfToken`). */
export function blot(value: string, { texts, shortest }: TokenForms): string {
  if (value.length < shortest) return value;
  let plain = value;
  for (const text of texts) if (plain.includes(text)) plain = plain.replaceAll(text, "[redacted]");
  return plain;
}

function nominatedFields(connection: string): string[] {
  if (connection === "" || connection === "keep-alive") return [];
  return connection.split(",").map((name) => name.trim().toLowerCase());
}

function isSafe(name: string, value: string): boolean {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return false;
  // A browser answers a Basic challenge with a password prompt on our address.
  return name !== "www-authenticate" || /^bearer\b/i.test(value);
}

function vary(upstream: string): string {
  return upstream ? `${VARY}, ${upstream}` : VARY;
}

// Only text that no browser renders is shown in place; everything else becomes a download.
function disposition(upstream: AnswerHeaders): string | null {
  const sent = first(upstream["content-disposition"]);
  if (/[^\t\x20-\x7e\x80-\xff]/.test(sent)) return "attachment";
  if (/^attachment\b/i.test(sent)) return sent;
  if (shownType.test(first(upstream["content-type"]))) return null;
  const parameters = sent.includes(";") ? sent.slice(sent.indexOf(";")) : "";
  return `attachment${parameters}`;
}

const shownType =
  /^\s*(application\/([\w.+-]+\+)?(json|x-ndjson|jsonl)|text\/(plain|csv|event-stream))\s*(;|$)/i;

function first(value: string | string[] | undefined): string {
  if (typeof value === "string" || value === undefined) return value ?? "";
  return [value].flat().filter(Boolean).join(", ");
}
