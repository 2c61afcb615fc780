import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createMask } from "./mask-token.ts";
import { blot } from "./response-headers.ts";
import { formsOfToken } from "./token-forms.ts";

const key = "k3y/with+signs&<more>='==";
const user = "ada";
const password = 'pä"ss/w:ord+1';
const pair = Buffer.from(`${user}:${password}`).toString("base64");

const codes = (text: string, unsafe: RegExp, write: (hex: string) => string) =>
  text.replace(unsafe, (char) => write(char.charCodeAt(0).toString(16).padStart(4, "0")));

/** As the writers of other languages are known to escape a text in JSON or HTML, each by its own rule. */
const writers: [name: string, write: (text: string) => string][] = [
  ["plain", (text) => text],
  ["JSON", (text) => JSON.stringify(text).slice(1, -1)],
  [
    "PHP's json_encode",
    (text) =>
      codes(JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"), /[^ -~]/g, (hex) => `\\u${hex}`),
  ],
  [
    "Python's json.dumps",
    (text) => codes(JSON.stringify(text).slice(1, -1), /[^ -~]/g, (hex) => `\\u${hex}`),
  ],
  ["Go's encoding/json", (text) => codes(JSON.stringify(text).slice(1, -1), /[<>&]/g, (hex) => `\\u${hex}`)],
  ["an address's parameter", encodeURIComponent],
  ["a form", (text) => new URLSearchParams({ a: text }).toString().slice(2)],
  [
    "an address in small letters",
    (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  ],
  [
    "HTML",
    (text) =>
      text
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#39;"),
  ],
  ["Base64", (text) => Buffer.from(text).toString("base64")],
  ["Base64 behind a scheme", (text) => Buffer.from(`Bearer ${text}`).toString("base64")],
  ["Base64 in a pair", (text) => Buffer.from(`me:${text}`).toString("base64url")],
];

function masked(token: string, body: string): string {
  const mask = createMask({ headers: { "content-type": "application/json" } }, new Secret(token));
  return mask ? mask.change(Buffer.from(body), true).toString() : body;
}

/** What of an echo still tells the token: any eight characters of it in a row, plain or in Base64. */
function leaks(shown: string, echo: string): string[] {
  return Array.from({ length: echo.length - 7 }, (_, at) => echo.slice(at, at + 8)).filter((part) =>
    shown.includes(part),
  );
}

describe.each(writers)("P-11: a token that comes back as %s", (name, write) => {
  it.each(["a1B2-c3_d4.e5~f6", key, "eyJhbGciOi.J9.dGhlIHNpZ25hdHVyZQ"])("is written over: %s", (token) => {
    const echo = write(token);
    const shown = masked(token, `{"echo":"${echo}"}`);
    expect(shown).toHaveLength(`{"echo":"${echo}"}`.length);
    // Behind a scheme, Base64 shares characters at the token's edges.
    const own = name.startsWith("Base64 ") ? [] : leaks(shown, echo);
    expect([own, shown.includes(token), shown.includes("*".repeat(8))]).toEqual([[], false, true]);
  });

  it("is blotted out of a header", () => {
    const echo = Buffer.from(write(key)).toString("latin1");
    expect(blot(`got ${echo};`, formsOfToken(new Secret(key)))).toContain("[redacted]");
  });

  it("is found in what a Basic pair holds", () => {
    const shown = masked(pair, `{"user":"${user}","password":"${write(password)}"}`);
    expect(shown).toMatch(/^\{"user":"ada","password":".*\*{8}/);
    expect([shown.includes(password), shown.includes(write(password))]).toEqual([false, false]);
  });
});

it("P-11: a Basic pair is written over as it was sent, too", () => {
  expect(masked(pair, `Basic ${pair}`)).toBe(`Basic ${"*".repeat(pair.length)}`);
});
