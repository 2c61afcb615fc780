import { expect, it } from "vitest";
import { listDifferences } from "./differences.ts";

it("names what differs by its path, whatever the order of keys", () => {
  expect(
    listDifferences(
      { token: { url: "https://a.example", params: { b: "1", a: "2" } }, name: "A", gone: "x", same: [1, 2] },
      { name: "B", same: [1, 2], token: { params: { a: "2", b: "1" }, url: "https://b.example" } },
    ),
  ).toEqual([
    { path: "token.url", before: "https://a.example", after: "https://b.example" },
    { path: "name", before: "A", after: "B" },
    { path: "gone", before: "x", after: null },
  ]);
});

it("tells scopes apart by their ids, and plain lists as a whole", () => {
  const scope = (id: string, kind: string) => ({ id, kind });
  expect(
    listDifferences(
      { catalog: [scope("a", "required"), scope("b", "default")], steps: ["one", "two"] },
      { catalog: [scope("c", "optional"), scope("a", "required"), scope("b", "optional")], steps: ["one"] },
    ),
  ).toEqual([
    { path: "catalog.b.kind", before: "default", after: "optional" },
    { path: "catalog.c", before: null, after: '{"id":"c","kind":"optional"}' },
    { path: "steps", before: '["one","two"]', after: '["one"]' },
  ]);
});
