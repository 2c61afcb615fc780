import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillText, fillUrl, placeholdersOf } from "./template.ts";

describe("templates", () => {
  it("fill what is known and leave the rest standing", () => {
    expect(fillText("Bearer {access_token} {other}", { access_token: "$& t" })).toBe("Bearer $& t {other}");
    expect(placeholdersOf("{a}/{b_c}/{d2}/{}/{1}")).toEqual(["a", "b_c", "d2"]);
    expect(fillText("{constructor}{__proto__}", {})).toBe("{constructor}{__proto__}");
  });

  it.each([
    ["https://{tenant}.example/x", { tenant: "acme" }, "https://acme.example/x"],
    ["https://{host}/x", { host: "git.acme.example" }, "https://git.acme.example/x"],
    ["{base}/x", { base: "https://eu.example/" }, "https://eu.example/x"],
    ["https://a.example/{id}?q={q}", { id: "a/b", q: "x&y" }, "https://a.example/a%2Fb?q=x%26y"],
    ["https://a.example/{id}", {}, "https://a.example/{id}"],
  ])("%s with %o is %s", (template, values, wanted) => {
    expect(fillUrl(template, values as Record<string, string>)).toBe(wanted);
  });

  it.each([
    ["https://{host}/x", "127.0.0.1"],
    ["https://{host}/x", "10.1"],
    ["https://{host}/x", "2130706433"],
    ["https://{host}/x", "0x7f.0.0.1"],
    ["https://{host}/x", "0177.0.0.1"],
    ["https://{host}/x", "169.254.169.254"],
    ["https://{host}/x", "acme.1"],
    ["https://{host}/x", "localhost"],
    ["https://{host}/x", "LOCALHOST"],
    ["https://{host}/x", "a.localhost"],
    ["https://{host}/x", "localhost.localdomain"],
    ["https://{host}/x", "xn--"],
    ["https://{host}:8443/x", "127.0.0.1"],
    ["https://127.0.0.{host}/x", "1"],
    ["{host}/x", "https://127.0.0.1"],
    ["{host}/x", "https://[::1]"],
    ["{host}/x", "https://0x7f.1"],
    ["{host}/x", "https://localhost"],
  ])("%s takes no address and no name of this machine: %s", (template, host) => {
    expect(fillUrl(template, { host })).toBeNull();
  });

  it("leaves a host alone that is part of the template itself", () => {
    expect(fillUrl("http://127.0.0.1:4000/{id}", { id: "a" })).toBe("http://127.0.0.1:4000/a");
    expect(fillUrl("https://{host}:8443/x", { host: "Git.Acme.example" })).toBe(
      "https://Git.Acme.example:8443/x",
    );
  });

  it("V-10: no value moves a URL to another host, port, scheme or path", () => {
    const pieces = fc.constantFrom(
      ..."/\\?#@:.%[]",
      "//",
      "..",
      "%2f",
      "evil.example",
      "acme",
      "443",
      "\u3002",
      "\n",
    );
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces).map((parts) => parts.join("")),
    );
    const { counterexample } = fc.check(
      fc.property(anything, (value) => {
        const inHost = fillUrl("https://{v}.api.example/base/x", { v: value });
        const inPath = fillUrl("https://api.example/base/{v}/x", { v: value });
        return isHeld(inHost, /^(?:[\w.-]+\.)api\.example$/) && isHeld(inPath, /^api\.example$/);
      }),
      { numRuns: 10_000, seed: 3986 },
    );
    expect(counterexample).toBeNull();
  }, 30_000);
});

function isHeld(filled: string | null, host: RegExp): boolean {
  if (filled === null) return true;
  const url = URL.parse(filled);
  if (url === null) return true;
  const isSame = url.protocol === "https:" && url.port === "" && url.username === "" && url.hash === "";
  return isSame && host.test(url.host) && url.pathname.startsWith("/base/") && url.pathname.endsWith("/x");
}
