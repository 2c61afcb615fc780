import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { answerHeaders as flatHeaders } from "./response-headers.ts";

const token = new Secret("t0ken-value");
const answerHeaders = (...args: Parameters<typeof flatHeaders>): [string, string][] => {
  const flat = flatHeaders(...args);
  return flat.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, flat[at + 1] ?? ""]] : []));
};
const fields = (upstream: Record<string, string | string[]>) =>
  Object.fromEntries(answerHeaders(upstream, token).map(([name, value]) => [name.toLowerCase(), value]));

describe("headers on their way back", () => {
  it("P-03: leave out what would act on our origin or on the connection", () => {
    const names = `set-cookie set-cookie2 clear-site-data refresh service-worker-allowed access-control-allow-origin
      access-control-allow-credentials strict-transport-security public-key-pins content-security-policy-report-only
      x-frame-options cross-origin-opener-policy cross-origin-embedder-policy permissions-policy nel report-to
      reporting-endpoints alt-svc sourcemap timing-allow-origin connection keep-alive transfer-encoding trailer upgrade
      proxy-authenticate x-powered-by server mooring-origin mooring-upstream-ms speculation-rules origin-agent-cluster`;
    const upstream = Object.fromEntries(names.split(/\s+/).map((name) => [name, "x"]));
    const passed = answerHeaders(upstream, token).map(([name]) => name.toLowerCase());
    expect(passed.filter((name) => name in upstream)).toEqual([]);
  });

  it("P-03: set their own policy over the provider's", () => {
    const sent = fields({
      "content-security-policy": "default-src *",
      "cache-control": "public, max-age=9",
      "x-content-type-options": "no",
    });
    expect(sent).toMatchObject({
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      vary: "Authorization, Cookie, Mooring-Connection",
    });
  });

  it("keep what callers need", () => {
    const upstream = {
      etag: '"1"',
      link: '<https://api.example.com/?page=2>; rel="next"',
      "x-ratelimit-remaining": "4",
      "retry-after": "7",
      location: "/x",
      "content-length": "3",
      "content-encoding": "gzip",
      "x-multi": ["a", "b"],
    };
    const passed = answerHeaders(upstream, token);
    for (const [name, value] of Object.entries(upstream)) {
      for (const item of [value].flat()) expect(passed).toContainEqual([name, item]);
    }
  });

  it("leave out what Connection names", () => {
    expect(fields({ connection: "X-Hop, close", "x-hop": "1" })["x-hop"]).toBeUndefined();
  });

  it("add the provider's Vary to ours", () => {
    expect(fields({ vary: "Accept" }).vary).toBe("Authorization, Cookie, Mooring-Connection, Accept");
  });

  it.each([
    ["Basic realm=x", undefined],
    ["Negotiate", undefined],
    ['Bearer error="invalid_token"', 'Bearer error="invalid_token"'],
  ])("pass the challenge %s as %s, so that no browser asks for a password", (challenge, passed) => {
    expect(fields({ "www-authenticate": challenge })["www-authenticate"]).toBe(passed);
  });

  it.each([
    "text/html",
    "image/svg+xml",
    "application/xml",
    "text/xml",
    "application/pdf",
    "application/javascript",
    "text/javascript",
    "TEXT/HTML; charset=utf-8",
    "multipart/x-mixed-replace",
    "nonsense",
    "",
  ])("P-03: make a download of %o", (type) => {
    expect(fields({ "content-type": type })["content-disposition"]).toBe("attachment");
  });

  it.each([
    "application/json",
    "application/problem+json; charset=utf-8",
    "application/vnd.github.v3+json",
    "text/plain",
    "text/csv",
    "text/event-stream",
    "application/x-ndjson",
  ])("show %s in place", (type) => {
    expect(fields({ "content-type": type })["content-disposition"]).toBeUndefined();
  });

  it("keep a download's name, and make every inline one a download", () => {
    expect(fields({ "content-disposition": 'attachment; filename="a.pdf"' })["content-disposition"]).toBe(
      'attachment; filename="a.pdf"',
    );
    expect(
      fields({ "content-type": "text/html", "content-disposition": 'inline; filename="a.html"' })[
        "content-disposition"
      ],
    ).toBe('attachment; filename="a.html"');
  });

  it("P-11: blot out a token that the provider echoes", () => {
    expect(fields({ "x-debug": "got Bearer t0ken-value." })["x-debug"]).toBe("got Bearer [redacted].");
  });

  it("leave out a value that no HTTP message may carry", () => {
    expect(fields({ "x-odd": "a\u0001b", "x-wide": "☃" })).not.toHaveProperty("x-odd");
  });
});
