import { describe, expect, it } from "vitest";
import { safeReturnPath } from "./return-path.ts";

describe("safeReturnPath", () => {
  it.each(["/", "/oauth", "/oauth/create?step=2#scopes", "/oauth/a%20b", "/connections?q=a//b"])(
    "keeps our own path %j",
    (path) => {
      expect(safeReturnPath(path)).toBe(path);
    },
  );

  it.each([
    "//evil.example",
    "///evil.example",
    "\\evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "https://mooring.invalid/oauth",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e//evil.example",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/%5Cevil.example",
    "oauth",
    "",
    "/a\u0000",
    `/${"a".repeat(2_001)}`,
    null,
    undefined,
    7,
    ["/oauth"],
  ])("F-10: answers the fallback for %j", (value) => {
    expect(safeReturnPath(value, "/")).toBe("/");
  });

  it("F-10: whatever is kept resolves to our own origin", () => {
    for (const value of ["/a/%09/b", "/a/../b", "/./a", "/a?next=//evil"]) {
      expect(new URL(safeReturnPath(value), "https://mooring.example").origin).toBe(
        "https://mooring.example",
      );
    }
  });
});
