import { describe, expect, it } from "vitest";
import { compareDocuments, isSame } from "./compare-documents.ts";
import { describeDocument } from "./describe-document.ts";

const before = {
  openapi: "3.0.3",
  info: { title: "Files", version: "1" },
  servers: [{ url: "https://one.example" }],
  paths: {
    "/a": { get: { summary: "A" }, post: {} },
    "/b": { get: { parameters: [{ name: "q", in: "query", schema: { type: "string" } }] } },
  },
  components: {
    securitySchemes: { old: { type: "http", scheme: "basic" }, both: { type: "http", scheme: "basic" } },
  },
};
const after = {
  ...before,
  servers: [{ url: "https://two.example" }],
  paths: {
    "/b": {
      get: {
        summary: "B",
        deprecated: true,
        parameters: [{ name: "q", in: "query", schema: { type: "integer" } }],
      },
    },
    "/a": { get: { summary: "A" } },
    "/c": { delete: {} },
  },
  components: {
    securitySchemes: { both: { type: "http", scheme: "bearer" }, fresh: { type: "http", scheme: "basic" } },
  },
};
const read = (document: object) => describeDocument(JSON.stringify(document), null);

describe("what a new document changes", () => {
  it("is told by operations, servers and schemes", () => {
    const difference = compareDocuments(read(before), read(after));
    expect(difference).toMatchObject({
      operations: {
        added: [{ key: "DELETE /c" }],
        removed: [{ key: "POST /a" }],
        changed: [{ key: "GET /b", summary: "B", parts: ["summary", "isDeprecated", "parameters"] }],
      },
      servers: { added: ["https://two.example"], removed: ["https://one.example"] },
      schemes: { added: ["fresh"], removed: ["old"], changed: ["both"] },
    });
    expect(isSame(difference)).toBe(false);
  });

  it("is nothing when only the order of things differs", () => {
    const shuffled = { ...before, paths: Object.fromEntries(Object.entries(before.paths).reverse()) };
    expect(isSame(compareDocuments(read(before), read(shuffled)))).toBe(true);
  });
});
