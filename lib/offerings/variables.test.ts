import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { requireAuthorize, requireToken } from "#lib/core/provider-endpoints.ts";
import { toProvider } from "./provider.ts";
import { findOffering, listOfferings } from "./registry.ts";
import { resolveVariables } from "./variables.ts";

const off = { sandboxOrigin: null };

const characters = [
  ..."/\\?#@:%;,|&=+*$!~'\"<>()[]{}^` \t\r\n\u0000\u007F\u00A0\u00AD\u200B\u202E\u2028\u3002\uFEFF\uFF0E",
];

const hostile = [
  ...characters.map((character) => `acme${character}evil.example`),
  ...characters.map((character) => `${character}acme`),
  ...[
    "a@evil.example",
    "a:b@evil.example",
    "//evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "data:,x",
  ],
  ...[
    "..",
    ".",
    "-",
    "../../x",
    "..%2f..",
    "%2e%2e",
    "evil.example.",
    ".evil.example",
    "a..b",
    "xn--",
    "-acme",
    "acme-",
  ],
  ...[
    "127.0.0.1:80",
    "[::1]",
    "0x7f.1/",
    "ｅvil",
    "①②⑦",
    "é",
    "ß",
    "тест",
    "中文",
    "😀",
    "\uD800",
    "x".repeat(301),
  ],
];

describe("variables of an offering", () => {
  it("meets at least a hundred hostile values", () => {
    expect(new Set(hostile).size).toBeGreaterThanOrEqual(100);
  });

  it("no hostile value reaches a host: it is refused at its own field, or stays within the vendor's host", () => {
    for (const offering of listOfferings(off)) {
      const samples = Object.fromEntries(
        offering.variables.map(({ name, example, default: preset }) => [name, example ?? preset ?? ""]),
      );
      const hostOf = (values: Record<string, string>) => {
        const { authorize, token, revocation } = requireAuthorize(requireToken(toProvider(offering, values)));
        return [authorize.url, token.url, revocation.url].map((url) => url && new URL(url).host);
      };
      for (const { name, source } of offering.variables.filter((variable) => variable.source === "user")) {
        const expected = hostOf(samples);
        for (const value of hostile) {
          try {
            expect([value, hostOf({ ...samples, [name]: value })]).toEqual([value, expected]);
          } catch (error) {
            if (!isAppError(error)) throw error;
            expect([source, error.code, error.errors[0]?.pointer]).toEqual([
              "user",
              "invalid-input",
              `/variables/${name}`,
            ]);
          }
        }
      }
    }
  });

  const variables = findOffering(off, "salesforce-my-domain")?.variables ?? [];

  it("fills in defaults and keeps what was given", () => {
    expect(resolveVariables(variables, { myDomain: "acme--dev.sandbox" })).toEqual({
      myDomain: "acme--dev.sandbox",
      apiVersion: "v62.0",
    });
    expect(resolveVariables(variables, { myDomain: "acme", apiVersion: "v61.0" }).apiVersion).toBe("v61.0");
  });

  it.each([
    [{}, "/variables/myDomain"],
    [{ myDomain: "" }, "/variables/myDomain"],
    [{ myDomain: "acme", apiVersion: "62" }, "/variables/apiVersion"],
    [{ myDomain: "acme", colour: "red" }, "/variables/colour"],
    [{ myDomain: "acme", __proto__x: "red" }, "/variables/__proto__x"],
  ])("refuses %o at %s", (given, pointer) => {
    expect(() => resolveVariables(variables, given)).toThrow(
      expect.objectContaining({ code: "invalid-input", errors: [expect.objectContaining({ pointer })] }),
    );
  });
});
