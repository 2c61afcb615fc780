import { describe, expect, it } from "vitest";
import { readInsufficientScope } from "./insufficient-scope.ts";

describe("the scopes that a 403 names", () => {
  it.each([
    ['Bearer error="insufficient_scope", scope="repo"', ["repo"]],
    ['Bearer realm="x, y", scope="a b  a", error=insufficient_scope', ["a", "b"]],
    [
      'bearer Error="insufficient_scope",error_description="say \\"please\\"", scope="https://a.test/auth/x"',
      ["https://a.test/auth/x"],
    ],
    ['Basic realm="b", Bearer realm="r", error="insufficient_scope", scope="s:t"', ["s:t"]],
  ])("are read from %s", (header, scopes) => {
    expect(readInsufficientScope(header)).toEqual(scopes);
  });

  it("are read from one of several headers", () => {
    const headers = ['Basic realm="b"', 'Bearer error="insufficient_scope", scope="one two"'];
    expect(readInsufficientScope(headers)).toEqual(["one", "two"]);
  });

  it.each([
    [undefined],
    [""],
    ['Bearer error="invalid_token", scope="repo"'],
    ['Bearer error="insufficient_scope"'],
    ['Basic error="insufficient_scope", scope="repo"'],
    ['Bearer error="insufficient_scope", scope="\u00e9"'],
    [`Bearer error="insufficient_scope", scope="${"x".repeat(201)}"`],
    ['Bearer error="insufficient_scope", scope="open'],
  ])("are none in %s", (header) => {
    expect(readInsufficientScope(header)).toEqual([]);
  });

  it("are no more than twenty, whatever the provider sends", () => {
    const many = Array.from({ length: 500 }, (_, index) => `s${index}`).join(" ");
    expect(readInsufficientScope(`Bearer error="insufficient_scope", scope="${many}"`)).toHaveLength(20);
  });
});
