import net from "node:net";
import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import type { Provider } from "#lib/core/provider.ts";
import { fillText } from "#lib/core/template.ts";
import type { CatalogueOffering } from "./catalogue-offering.ts";
import { toProvider } from "./provider.ts";
import { findOffering, listOfferings } from "./registry.ts";
import { resolveVariables } from "./variables.ts";

const off = { sandboxOrigin: null };
const ownName = /(^|\.)(localhost|localdomain)$/;
const countOf = (text: string, part: string) => text.split(part).length - 1;
const pathOf = (template: string) =>
  template.replace(/^https:\/\/[^/?#]*/, "").replace(/[?#].*$/s, "") || "/";

const characters = [
  ..."/\\?#@:%;,|&=+*$!~'\"<>()[]{}^` \t\r\n\u0000\u007F\u00A0\u00AD\u200B\u202E\u2028\u3002\uFEFF\uFF0E\uFF0F\uFF61\uFF20\u2044",
];

/** What a value can be tried with: each either is refused at its own field, or stays what the template says. */
const hostile = [
  ...characters.map((character) => `acme${character}evil.example`),
  ...characters.map((character) => `${character}acme`),
  ...characters.map((character) => `acme${character}`),
  // Another authority, port or scheme.
  ...[
    "a@evil.example",
    "a:b@evil.example",
    "evil.example@",
    "//evil.example",
    "\\\\evil.example",
    "/\\evil.example",
  ],
  ...["https://evil.example", "https:evil.example", "http://evil.example", "javascript:alert(1)", "data:,x"],
  ...[
    "evil.example/",
    "evil.example/.acme",
    "evil.example?",
    "evil.example#",
    "evil.example:443",
    "evil.example:",
  ],
  ...[
    "evil.example%2f",
    "evil.example%2F.",
    "evil.example%3f",
    "evil.example%23",
    "evil.example%40",
    "%65vil.example",
  ],
  ...["evil.example%00", "evil.example%0d%0aHost:x", "evil.example\r\nHost: x", "evil.example\\.acme"],
  // Paths.
  ...[
    "..",
    ".",
    "-",
    "_",
    "../../x",
    "..%2f..",
    "%2e%2e",
    "..\\..",
    "....//",
    "a/../b",
    "%2e%2e%2f",
    "/etc/passwd",
  ],
  // Dots and hyphens at the edges.
  ...[
    "evil.example.",
    ".evil.example",
    "a..b",
    "-acme",
    "acme-",
    "a.-b.c",
    "a-.b.c",
    "xn--",
    "xn--a",
    "a.xn--",
  ],
  // This machine and the cloud's own, by number.
  ...[
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "0",
  ],
  ...[
    "0.0.0.0",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "169.254.169.254",
    "2852039166",
    "0xa9.0xfe.0xa9.0xfe",
  ],
  ...[
    "100.100.100.200",
    "168.63.129.16",
    "255.255.255.255",
    "1.1.1.1",
    "8.8.8.8",
    "1.1",
    "acme.1",
    "acme.0x1",
  ],
  ...[
    "127.0.0.1:80",
    "127.0.0.1/",
    "127.0.0.1.",
    "[::1]",
    "::1",
    "[::ffff:127.0.0.1]",
    "::ffff:7f00:1",
    "[fd00:ec2::254]",
  ],
  ...["1２7.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1", "１２７.1"],
  // This machine by name.
  ...[
    "localhost",
    "LOCALHOST",
    "localhost.",
    "acme.localhost",
    "localhost.localdomain",
    "acme.localdomain",
    "ip6-localhost",
  ],
  // Other alphabets.
  ...[
    "ｅvil",
    "ｅｖｉｌ.example",
    "é",
    "ß",
    "тест",
    "中文",
    "😀",
    "\uD800",
    "а\u0441me.com",
    "ac\u0301me.com",
    "K.example",
    "ſ.example",
  ],
  ...["x".repeat(301), `${"a".repeat(64)}.example`, `${"a.".repeat(140)}example`, "a".repeat(254)],
];

type Template = [field: string, url: string];

/** Every address of an offering that a variable may reach. */
function templatesOf({
  issuer,
  authorize,
  token,
  revocation,
  account,
  api,
  followUps,
}: CatalogueOffering): Template[] {
  const all: [string, string | null][] = [
    ["issuer", issuer],
    ["authorize.url", authorize?.url ?? null],
    ["token.url", token?.url ?? null],
    ["token.refreshUrl", token?.refreshUrl ?? null],
    ["revocation.url", revocation.url],
    ["account.url", account.url],
    ["api.baseUrl", api.baseUrl],
    ...api.origins.map((url, index): Template => [`api.origins.${index}`, url]),
    ...followUps.map(({ url }, index): Template => [`followUps.${index}.url`, url]),
  ];
  return all.filter((template): template is Template => template[1] !== null);
}

/** The same addresses as an integration with these variables would use them. */
function addressesOf({
  issuer,
  authorize,
  token,
  revocation,
  account,
  api,
  followUps,
}: Provider): Record<string, string> {
  const all: [string, string | null | undefined][] = [
    ["issuer", issuer],
    ["authorize.url", authorize?.url ?? null],
    ["token.url", token?.url ?? null],
    ["token.refreshUrl", token?.refreshUrl ?? null],
    ["revocation.url", revocation.url],
    ["account.url", account?.url],
    ["api.baseUrl", api.baseUrl],
    ...api.origins.map((url, index): [string, string] => [`api.origins.${index}`, url]),
    ...followUps.map(({ url }, index): [string, string] => [`followUps.${index}.url`, url]),
  ];
  return Object.fromEntries(
    all.filter((address): address is [string, string] => typeof address[1] === "string"),
  );
}

const samplesOf = ({ variables }: CatalogueOffering) =>
  Object.fromEntries(variables.map(({ name, example, default: preset }) => [name, example ?? preset ?? ""]));

/** Where an address must lead: the template's own host, with nothing but the values, in small letters, in it. */
function hostOf(template: string, values: Record<string, string>): string {
  const authority = /^https:\/\/([^/?#]*)/.exec(template)?.[1] ?? "";
  return fillText(authority, values).toLowerCase();
}

const offerings = listOfferings(off);
const cases = offerings.flatMap((offering) =>
  offering.variables.map((variable): [string, CatalogueOffering] => [
    `${variable.name} of ${offering.id}`,
    offering,
  ]),
);

describe("variables of an offering", () => {
  it("meets at least a hundred hostile values, at every variable of the catalogue", () => {
    expect(new Set(hostile).size).toBeGreaterThanOrEqual(200);
    expect(cases.length).toBeGreaterThanOrEqual(20);
  });

  it.each(cases)("no hostile %s reaches a host that is not its own", (title, offering) => {
    const name = title.split(" ", 1)[0] ?? "";
    for (const value of hostile) {
      const values = { ...samplesOf(offering), [name]: value };
      let provider: Provider;
      try {
        provider = toProvider(offering, values);
      } catch (error) {
        if (!isAppError(error)) throw error;
        expect([value, error.code, error.errors[0]?.pointer]).toEqual([
          value,
          "invalid-input",
          `/variables/${name}`,
        ]);
        continue;
      }
      const addresses = addressesOf(provider);
      for (const [field, template] of templatesOf(offering)) {
        const address = addresses[field];
        // What a grant fills later, or a look-up that is left out, is no address yet.
        if (address === undefined || address.startsWith("{")) continue;
        const url = new URL(address);
        expect([value, field, url.protocol, url.host]).toEqual([
          value,
          field,
          "https:",
          hostOf(template, values),
        ]);
        expect([value, url.username, url.password, url.port, url.hash]).toEqual([value, "", "", "", ""]);
        expect([value, field, net.isIP(url.hostname), ownName.test(url.hostname)]).toEqual([
          value,
          field,
          0,
          false,
        ]);
        expect([value, countOf(url.pathname, "/")]).toEqual([value, countOf(pathOf(template), "/")]);
      }
    }
  });

  it("stands by itself where a pattern lets everything through", () => {
    const [first] = offerings.filter(({ id }) => id === "gitlab-self-managed");
    if (!first) throw new Error("gitlab-self-managed is not offered");
    const open = { ...first, variables: first.variables.map((one) => ({ ...one, pattern: "^[^]*$" })) };
    const accepted = hostile.filter((host) => {
      try {
        return toProvider(open, { host });
      } catch (error) {
        if (!isAppError(error)) throw error;
        return false;
      }
    });
    for (const host of accepted) expect(host).toMatch(/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i);
    expect(accepted.filter((host) => net.isIP(new URL(`https://${host}/`).hostname) !== 0)).toEqual([]);
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
