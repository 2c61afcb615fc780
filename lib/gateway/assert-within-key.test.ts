import { describe, expect, it } from "vitest";
import type { ApiKeyActor, CallLimits } from "#lib/core/actor.ts";
import { isAppError } from "#lib/core/errors.ts";
import { assertWithinKey } from "./assert-within-key.ts";
import { resolveUpstreamPath, resolveUpstreamUrl } from "./resolve-upstream-url.ts";

const place = { apiBaseUri: "https://api.example.com/v1", origins: ["https://files.example.com"] };
const none: CallLimits = { connectionIds: [], methods: [], pathPrefixes: [] };

function verdict(
  limits: Partial<CallLimits>,
  call: { method?: string; url?: string; path?: string },
): string {
  const actor = { kind: "api-key", limits: { ...none, ...limits } } as ApiKeyActor;
  const { method = "GET", url, path = "/files" } = call;
  try {
    const target = url ? resolveUpstreamUrl(url, place) : resolveUpstreamPath(path, "?q=/v1/files", place);
    assertWithinKey(actor, { connectionId: "conn-1", apiBaseUri: place.apiBaseUri, method, ...target });
    return target.path;
  } catch (error) {
    return isAppError(error) ? error.code : "?";
  }
}

describe("an API key's own limits", () => {
  it("name connections", () => {
    expect(verdict({ connectionIds: ["conn-1"] }, {})).toBe("/v1/files?q=/v1/files");
    expect(verdict({ connectionIds: ["conn-2"] }, {})).toBe("forbidden");
  });

  it("P-08: name methods, so that a key can be read-only", () => {
    const sent = ["GET", "HEAD", "POST", "DELETE", "OPTIONS"].filter(
      (method) => verdict({ methods: ["GET"] }, { method }) !== "forbidden",
    );
    expect(sent).toEqual(["GET", "HEAD"]);
  });

  it("P-08: are not got round by a query that names another method", () => {
    const url = (query: string) => `https://api.example.com/v1/files?${query}`;
    expect(verdict({ methods: ["GET"] }, { url: url("method=delete") })).toBe("forbidden");
    expect(verdict({ methods: ["GET"] }, { url: url("method=get&q=delete") })).toBe(
      "/v1/files?method=get&q=delete",
    );
    expect(verdict({ methods: ["GET", "DELETE"] }, { url: url("_method=DELETE") })).toBe(
      "/v1/files?_method=DELETE",
    );
  });

  it.each(["/files", "/files/", "/files/a", "/files/%3Fx", "/files/a%2Fb"])(
    "P-05: reach %s below their path",
    (path) => {
      expect(verdict({ pathPrefixes: ["/v1/files"] }, { path })).toBe(`/v1${path}?q=/v1/files`);
    },
  );

  it.each([
    "/filesystem",
    "/users",
    "/users/files",
    "/Files",
    "/%66iles",
    "/files%2f..%2fusers",
    "/files/../users",
    "/files/%2e%2e/users",
    "/files/%252e%252e/users",
    "/files;x/../users",
    "/files%00",
    "//v1/files",
  ])("P-05: do not reach %s", (path) => {
    expect(["forbidden", "invalid-input"]).toContain(verdict({ pathPrefixes: ["/v1/files"] }, { path }));
  });

  it("P-05: count a path at the API's own address only", () => {
    expect(verdict({ pathPrefixes: ["/v1/files"] }, { url: "https://files.example.com/v1/files" })).toBe(
      "forbidden",
    );
    expect(verdict({ pathPrefixes: ["/v1/files/"] }, { url: "https://api.example.com/v1/files/a" })).toBe(
      "/v1/files/a",
    );
  });
});
