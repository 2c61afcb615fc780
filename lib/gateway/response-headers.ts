import type { Secret } from "#lib/core/secret.ts";
import { isHiddenAnswer } from "./field-names.ts";
import type { HeaderList } from "./request-headers.ts";

/** What every answer of the gateway carries, so that no browser runs, frames, stores or shares its bytes (D-17, P-16). */
export const answerGuards: HeaderList = [
  ["Content-Security-Policy", "sandbox; default-src 'none'"],
  ["X-Content-Type-Options", "nosniff"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Referrer-Policy", "no-referrer"],
  ["Cache-Control", "private, no-store"],
];

type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The provider's headers as the caller may get them (P-03, D-17). A token that the provider echoes in a header is
 * blotted out (P-11). Takes names in lower case.
 */
export function answerHeaders(upstream: AnswerHeaders, accessToken: Secret<string>): HeaderList {
  const token = accessToken.reveal();
  // As it stands in an address, where a key goes into the query (P-13).
  const inAddress = encodeURIComponent(token);
  const nominated = first(upstream.connection)
    .split(",")
    .map((name) => name.trim().toLowerCase());
  const passed: HeaderList = [];
  for (const [name, value] of Object.entries(upstream)) {
    if (value === undefined || isHiddenAnswer(name) || nominated.includes(name)) continue;
    if (name === "content-disposition" || name === "vary") continue;
    for (const item of typeof value === "string" ? [value] : value) {
      if (isSafe(name, item))
        passed.push([name, item.replaceAll(token, "[redacted]").replaceAll(inAddress, "[redacted]")]);
    }
  }
  passed.push(...answerGuards, ["Vary", vary(first(upstream.vary))], ...disposition(upstream));
  return passed;
}

function isSafe(name: string, value: string): boolean {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return false;
  // A browser answers a Basic challenge with a password prompt on our address.
  return name !== "www-authenticate" || /^bearer\b/i.test(value);
}

function vary(upstream: string): string {
  return upstream ? `Authorization, Cookie, ${upstream}` : "Authorization, Cookie";
}

// Only text that no browser renders is shown in place; everything else becomes a download.
function disposition(upstream: AnswerHeaders): HeaderList {
  const sent = first(upstream["content-disposition"]);
  const type = first(upstream["content-type"]).split(";")[0]?.trim().toLowerCase() ?? "";
  const isText = /^(application\/([\w.+-]+\+)?(json|x-ndjson|jsonl)|text\/(plain|csv|event-stream))$/.test(
    type,
  );
  if (/[^\t\x20-\x7e\x80-\xff]/.test(sent)) return [["Content-Disposition", "attachment"]];
  if (/^attachment\b/i.test(sent)) return [["Content-Disposition", sent]];
  if (isText) return [];
  const parameters = sent.includes(";") ? sent.slice(sent.indexOf(";")) : "";
  return [["Content-Disposition", `attachment${parameters}`]];
}

function first(value: string | string[] | undefined): string {
  if (typeof value === "string" || value === undefined) return value ?? "";
  return [value].flat().filter(Boolean).join(", ");
}
