import { expect, it } from "vitest";
import { pathOf, toPathPattern } from "./path-pattern.ts";

it("U-07: a path is recorded without its query, and not without bound", () => {
  expect(pathOf("/v1/files?token=secret&q=a?b")).toBe("/v1/files");
  expect(pathOf("/v1/files")).toBe("/v1/files");
  expect(pathOf(`/${"x".repeat(9_000)}?y`)).toHaveLength(500);
});

it.each([
  ["/v1/files/8812/parts/3", "/v1/files/*/parts/*"],
  ["/v1/users/ada@example.com2", "/v1/users/*"],
  ["/api/me", "/api/me"],
  ["/oauth2/v3/userinfo", "/oauth2/v3/userinfo"],
  ["/a/b/c/d/e/f/g/h", "/a/b/c/d/e/f/*"],
  ["/drive/abcdefghijklmnopqrstuvwxyz", "/drive/*"],
  ["/", "/"],
])("of %s the pattern is %s", (path, pattern) => {
  expect(toPathPattern(path)).toBe(pattern);
});
