import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { urlConfusions } from "#lib/testing/url-confusions.ts";
import { resolveUpstreamPath, resolveUpstreamUrl, type UpstreamUrl } from "./resolve-upstream-url.ts";

const drive = {
  apiBaseUri: "https://www.googleapis.com/drive/v3",
  origins: ["https://content.googleapis.com"],
};

describe("an address in the JSON form", () => {
  it.each([
    ["/files", "/drive/v3/files"],
    ["files", "/drive/v3/files"],
    ["/files?pageSize=2&q=name contains 'a'", "/drive/v3/files?pageSize=2&q=name%20contains%20'a'"],
    ["?alt=media", "/drive/v3?alt=media"],
    ["/", "/drive/v3/"],
    ["/files/Übersicht 1.pdf", "/drive/v3/files/%C3%9Cbersicht%201.pdf"],
    ["/files/%C3%9Cbersicht", "/drive/v3/files/%C3%9Cbersicht"],
    ["/projects/group%2Fname", "/drive/v3/projects/group%2Fname"],
    ["/a%3Fb%23c", "/drive/v3/a%3Fb%23c"],
    ["/documents/1:batchUpdate", "/drive/v3/documents/1:batchUpdate"],
    ["/a..b/...;v=1", "/drive/v3/a..b/...;v=1"],
    ['/x?filter[name]={"a":1}|b\\c', "/drive/v3/x?filter[name]=%7B%22a%22:1%7D%7Cb%5Cc"],
    ["/x?ratio=100%", "/drive/v3/x?ratio=100%"],
  ])("%s goes to %s below the API's base", (url, path) => {
    expect(resolveUpstreamUrl(url, drive)).toEqual({ origin: "https://www.googleapis.com", path });
  });

  it.each([
    ["https://www.googleapis.com/calendar/v3?x=1", "https://www.googleapis.com", "/calendar/v3?x=1"],
    ["HTTPS://WWW.googleapis.com", "https://www.googleapis.com", "/"],
    ["https://www.googleapis.com:443/a", "https://www.googleapis.com", "/a"],
    ["https://content.googleapis.com/up", "https://content.googleapis.com", "/up"],
  ])("%s goes to an origin of the connection's", (url, origin, path) => {
    expect(resolveUpstreamUrl(url, drive)).toEqual({ origin, path });
  });

  it.each([
    "https://evil.test/",
    "http://www.googleapis.com/",
    "https://www.googleapis.com:8443/",
    "https://www.googleapis.com./",
    "https://www.googleapis.com.evil.test/",
    "https://evil-www.googleapis.com/",
    "https://googleapis.com/",
    "https://a@www.googleapis.com/",
    "https://www.googleapis.com@evil.test/",
    "https://www.googleapis.com:/",
    "https://ｗww.googleapis.com/",
  ])("P-01: %s is blocked, with a pointer and the origins that are open", (url) => {
    const error = failure(() => resolveUpstreamUrl(url, drive));
    expect(error).toMatchObject({ code: "egress-blocked", errors: [{ pointer: "/url" }] });
    expect(error?.detail).toContain("https://www.googleapis.com, https://content.googleapis.com");
  });

  it.each([
    ["an address", "http://127.0.0.1:4444", "127.0.0.2:5555"],
    ["a name", "https://api.example.com:8443", "evil.test:5555"],
  ])(
    "P-01: no confusion of %s reaches another origin, or leaves the base with a relative address",
    (_, own, foreign) => {
      const confusions = urlConfusions({ allowed: new URL(own).host, foreign, foreignPort: 6666 });
      const place = { apiBaseUri: `${own}/v1`, origins: [] };
      const passed = confusions
        .map((url) => attempt(() => resolveUpstreamUrl(url, place)))
        .filter((url) => url !== null);
      expect(new Set(passed.map(({ origin }) => origin))).toEqual(new Set([own]));
      expect(
        passed.filter(({ path }) => /\.\.|%2e%2e|[\s\\]|[^ -~]/i.test(path.split("?")[0] ?? "")),
      ).toEqual([]);
      expect(confusions.length).toBeGreaterThanOrEqual(150);
    },
  );

  it("P-01: knows no wildcard: a star in an origin stands for nothing but itself", () => {
    const place = {
      apiBaseUri: "https://api.example.com",
      origins: ["https://*.example.com", "https://example.com"],
    };
    for (const url of ["https://eu.example.com/", "https://a.b.example.com/", "https://evilexample.com/"])
      expect(failure(() => resolveUpstreamUrl(url, place))).toMatchObject({ code: "egress-blocked" });
  });

  it("refuses an address of more than 8,192 characters", () => {
    expect(failure(() => resolveUpstreamUrl(`/${"a".repeat(8_192)}`, drive))).toMatchObject({
      code: "invalid-input",
    });
  });

  it("refuses 100 KB of percent signs, dots and slashes in a moment (V-09)", () => {
    const startedMs = performance.now();
    for (const unit of ["%", "%25", "../", "..;", "．"]) {
      const path = `/${unit.repeat(100_000 / unit.length)}`;
      expect(attempt(() => resolveUpstreamPath(path, "", drive))).toBeNull();
    }
    expect(performance.now() - startedMs).toBeLessThan(200);
  });
});

describe("an address in the path form", () => {
  it.each([
    ["", "", "/drive/v3"],
    ["/", "", "/drive/v3/"],
    ["/files", "?a=1&b=%20", "/drive/v3/files?a=1&b=%20"],
    ["/a%20b/%E2%82%AC", "", "/drive/v3/a%20b/%E2%82%AC"],
    ["/https://evil.test", "", null],
    ["/https:/evil.test", "", "/drive/v3/https:/evil.test"],
    ["/@evil.test", "", "/drive/v3/@evil.test"],
  ])("P-05: %s with %s is sent as %s", (path, query, sent) => {
    expect(attempt(() => resolveUpstreamPath(path, query, drive))?.path ?? null).toBe(sent);
  });

  it.each([
    "/..",
    "/../x",
    "/%2e%2e/x",
    "/..%2fx",
    "/%252e%252e/x",
    "/..;/x",
    "//evil.test",
    "/a//b",
    "/a%00",
    "/a%0d%0ab",
    "/a\\b",
    "/a%5cb",
    "/%c0%ae%c0%ae",
    "/．．/x",
    "/a%",
  ])("P-05: %s is refused at /path", (path) => {
    expect(failure(() => resolveUpstreamPath(path, "", drive))).toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/path" }],
    });
  });

  it("V-10: whatever is asked, the answer lies below the base, and a path once taken is taken unchanged", () => {
    const hostile = fc.array(
      fc.constantFrom(
        "/",
        ".",
        "..",
        "%2e",
        "%2F",
        "%5c",
        "\\",
        "%25",
        ";",
        "a",
        "?",
        "#",
        "%",
        "ü",
        " ",
        ":",
        "@",
        "．",
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const url = attempt(() => resolveUpstreamPath(`/${parts.join("")}`, "", drive));
        if (!url) return;
        const path = url.path.split("?")[0] ?? "";
        expect(new URL(url.origin + url.path).href.startsWith("https://www.googleapis.com/drive/v3")).toBe(
          true,
        );
        expect(resolveUpstreamPath(path.slice("/drive/v3".length), "", drive).path).toBe(path);
      }),
      { numRuns: 10_000 },
    );
  });
});

it("a base with nothing behind the host takes relative addresses at its root", () => {
  expect(resolveUpstreamUrl("me", { apiBaseUri: "https://api.example.com", origins: [] }).path).toBe("/me");
  expect(resolveUpstreamPath("", "", { apiBaseUri: "https://api.example.com/", origins: [] }).path).toBe("/");
});

function failure(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  return null;
}

function attempt(run: () => UpstreamUrl): UpstreamUrl | null {
  let found: UpstreamUrl | null = null;
  failure(() => {
    found = run();
  });
  return found;
}
