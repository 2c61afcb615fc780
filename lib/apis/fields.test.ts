import { describe, expect, it } from "vitest";
import { keyPlaceSchema } from "./fields.ts";

const problemsOf = (place: object) =>
  keyPlaceSchema.safeParse({ prefix: "", ...place }).error?.issues.map(({ path }) => path.join("/")) ?? [];

describe("where an API key travels", () => {
  it.each(["Authorization", "X-Api-Key", "Cookie"])("may be the header %s", (name) => {
    expect(problemsOf({ in: "header", name })).toEqual([]);
  });

  it.each([
    "Host",
    "content-length",
    "Transfer-Encoding",
    "Connection",
    "Expect",
    "TE",
    "Proxy-Authorization",
  ])("P-06: is never the header %s, which says how long or whose a message is", (name) => {
    expect(problemsOf({ in: "header", name })).toEqual(["name"]);
  });

  it("V-01: is a parameter whose name needs no escaping, as offerings take it", () => {
    expect(problemsOf({ in: "query", name: "api.key_1" })).toEqual([]);
    for (const name of ["a$b", "a&b", "%61"]) expect(problemsOf({ in: "query", name })).toEqual(["name"]);
  });
});
