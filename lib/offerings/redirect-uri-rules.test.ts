import { describe, expect, it } from "vitest";
import { judgeRedirectUri, readRedirectUriRules } from "#lib/core/redirect-uri-rules.ts";
import { loadCatalogue } from "./registry.ts";

const local = "http://localhost:3000/oauth/callback";
const loopback = "http://127.0.0.1:3000/oauth/callback";
const secure = "https://mooring.example/oauth/callback";
const plain = "http://mooring.example/oauth/callback";

const codes = (uri: string, text: string | null, isSingle = false) =>
  judgeRedirectUri(uri, readRedirectUriRules(text, isSingle)).map(
    ({ code, verdict }) => `${code}:${verdict}`,
  );

describe("what a provider's words about callback URLs mean for ours", () => {
  it.each<[string, string, string[]]>([
    [local, "https, exact match.", ["http-refused:refused", "exact:note"]],
    [local, "https only.", ["http-refused:refused"]],
    [secure, "https only.", ["https:fine"]],
    [local, "Exact match; https (http only for localhost); no wildcards.", ["local-http:fine", "exact:note"]],
    [
      plain,
      "Exact match; https (http only for localhost); no wildcards.",
      ["http-refused:refused", "exact:note"],
    ],
    [loopback, "https (http for localhost).", ["ip-refused:refused"]],
    [local, "https, or http with a loopback IP literal (localhost refused).", ["localhost-refused:refused"]],
    [loopback, "https, or http with a loopback IP literal (localhost refused).", ["local-http:fine"]],
    [local, "https; http://127.0.0.1 for tests, not localhost.", ["localhost-refused:refused"]],
    [loopback, "https (127.0.0.1 for tests), exact match.", ["local-http-for-tests:note", "exact:note"]],
    [local, "https in production; http://localhost in sandbox apps.", ["local-http-for-tests:note"]],
    [local, "https unless OAUTH_ALLOW_NON_TLS_REDIRECT_URI.", []],
    [local, "https in live mode, exact match.", ["exact:note"]],
    [secure, "https; prefix match.", ["https:fine", "prefix:note"]],
    [secure, "Host match.", ["host:note"]],
    [secure, "Exact match, one URL.", ["exact:note", "single:note"]],
    [secure, "https, exact match; one per app historically.", ["https:fine", "exact:note", "single:note"]],
  ])("%s under “%s”", (uri, text, expected) => {
    expect(codes(uri, text)).toEqual(expected);
  });

  it("claims nothing where nothing is said, and one address where a quirk says so", () => {
    expect(codes(local, null)).toEqual([]);
    expect(codes(secure, "Must be listed in allowed_redirect_uris.")).toEqual([]);
    expect(codes(secure, null, true)).toEqual(["single:note"]);
  });

  it("understands most of what the catalogue says", () => {
    const texts = loadCatalogue().flatMap(({ setup }) => setup.redirectUriRules ?? []);
    const silent = texts.filter((text) => codes(secure, text).length === 0);
    expect(texts.length).toBeGreaterThan(60);
    expect([...new Set(silent)].sort()).toEqual([
      "Must be listed in allowed_redirect_uris.",
      "https unless OAUTH_ALLOW_NON_TLS_REDIRECT_URI.",
    ]);
  });
});
