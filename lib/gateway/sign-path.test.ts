import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { signPath } from "./sign-path.ts";

const key = new Secret("k&y+1=?");
const sign = (path: string) => signPath(path, { query: "api_key" }, key);
const shown = "api_key=k%26y%2B1%3D%3F";

describe("P-13: a key in the query", () => {
  it.each([
    ["/v1/files", `/v1/files?${shown}`],
    ["/v1/files?", `/v1/files?${shown}`],
    ["/v1/files?page=2&q=a%20b", `/v1/files?page=2&q=a%20b&${shown}`],
    ["/v1/files?q=a?b", `/v1/files?q=a?b&${shown}`],
  ])("comes last and leaves the rest of %s as it is", (path, signed) => {
    expect(sign(path)).toBe(signed);
  });

  it.each(["api_key=other", "API_KEY=other", "api%5Fkey=other", "api_key", "a=1&api_key=x&api_key=y&"])(
    "drops the caller's own: %s",
    (query) => {
      expect(sign(`/v1?${query}`)).toBe(`/v1?${query.startsWith("a=1") ? "a=1&" : ""}${shown}`);
    },
  );

  it("stays out of the path where the provider takes a header", () => {
    expect(signPath("/v1?api_key=mine", { header: "X-Api-Key", template: "{access_token}" }, key)).toBe(
      "/v1?api_key=mine",
    );
  });

  it("D-21: is not sent when it could not be", () => {
    expect(() => signPath("/v1", { query: "api_key" }, new Secret("a\r\nb"))).toThrow("no request carries");
  });
});
