import type { Secret } from "#lib/core/secret.ts";

/** A token as a provider may echo it, each form as the bytes that it has in a body and in a header (Latin-1). */
export interface TokenForms {
  texts: readonly string[];
  bytes: readonly Buffer[];
  /** Of the shortest form. */
  shortest: number;
}

const known = new WeakMap<Secret<string>, TokenForms>();

/** Shorter ones would be found in words that have nothing to do with them, so they are looked for as they are only. */
export const SHORTEST_TOKEN = 8;

/**
 * The forms in which an echo of this token is recognised (P-11): as it is, in an address, in JSON and HTML as the common
 * writers escape it, in Base64 wherever it begins, and for a Basic pair also what is in it. Worked out once a token.
 */
export function formsOfToken(token: Secret<string>): TokenForms {
  const before = known.get(token);
  if (before) return before;
  const texts = [...new Set(listForms(token.reveal()))];
  const forms = {
    texts,
    bytes: texts.map((text) => Buffer.from(text, "latin1")),
    shortest: Math.min(...texts.map(({ length }) => length)),
  };
  known.set(token, forms);
  return forms;
}

function listForms(token: string): string[] {
  if (token.length < SHORTEST_TOKEN) return [token, encodeURIComponent(token)].filter((text) => text !== "");
  const inner = innerTexts(token);
  return [token, ...inner].flatMap((text) => [...escapedForms(text), ...base64Forms(text)].map(toLatin1));
}

// RFC 7617 §2: what is stored of a user name and a password is their pair in Base64.
function innerTexts(token: string): string[] {
  if (token.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(token)) return [];
  const pair = Buffer.from(token, "base64").toString("utf8");
  const at = pair.indexOf(":");
  if (at < 0 || /[\p{Cc}\ufffd]/u.test(pair)) return [];
  return [pair, pair.slice(at + 1)].filter(({ length }) => length >= SHORTEST_TOKEN);
}

function escapedForms(text: string): string[] {
  if (/^[\w.-]+$/.test(text)) return [text];
  return [text, ...addressForms(text), ...jsonForms(text), ...htmlForms(text)];
}

function addressForms(text: string): string[] {
  const forms = [encodeURIComponent(text), new URLSearchParams([["", text]]).toString().slice(1)];
  return forms.flatMap((form) => [form, form.replace(/%../g, (code) => code.toLowerCase())]);
}

// Beside what JSON asks for, its writers escape a slash, what HTML would read, or all that is not ASCII.
const jsonEscapes = [
  /[^\x20-\x7e]/g,
  /[^\x20-\x7e]|[<>&]/g,
  /[^\x20-\x7e]|[<>&=']/g,
  /[^\x20-\x7e]|[<>&+'`]/g,
];

function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const codes = (upper: boolean) => (char: string) => {
    const code = char.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${upper ? code.toUpperCase() : code}`;
  };
  const forms = [
    plain,
    ...jsonEscapes.flatMap((unsafe) => [true, false].map((upper) => plain.replace(unsafe, codes(upper)))),
  ];
  return forms.flatMap((form) => [form, form.replaceAll("/", "\\/")]);
}

function htmlForms(text: string): string[] {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const write = (unsafe: RegExp, other: (code: number) => string) =>
    text.replace(unsafe, (char) => names[char] ?? other(char.charCodeAt(0)));
  const decimal = (code: number) => `&#${code};`;
  const hex = (code: number) => `&#x${code.toString(16).toUpperCase()};`;
  return [/[&<>"]/g, /[&<>"']/g, /[&<>"'`=/]/g, /[&<>"'`=/+]/g].flatMap((unsafe) => [
    write(unsafe, decimal),
    write(unsafe, hex),
  ]);
}

// What follows Base64's groups of three depends on where a text begins in them; the characters that it shares are left out.
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text, "utf8");
  const forms = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const whole = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(offset === 0 ? 0 : offset + 1, whole);
  });
  return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}

function toLatin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
