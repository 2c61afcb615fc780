import { expect, it } from "vitest";
import { toDifference } from "./difference.ts";

it("names each field that changes, whatever the order of keys in a JSON column", () => {
  const before = { name: "Pier", variables: { b: "2", a: "1" }, scopes: ["api"], prompt: "login" };
  expect(toDifference(before, { name: "Quay", variables: { a: "1", b: "2" }, scopes: ["web"] })).toEqual({
    name: { before: "Pier", after: "Quay" },
    scopes: { before: ["api"], after: ["web"] },
  });
});

it("takes a field that is not there for null", () => {
  expect(toDifference({}, { name: "Pier", prompt: null, scopes: undefined })).toEqual({
    name: { before: null, after: "Pier" },
  });
});

it("looks at the named fields alone", () => {
  expect(toDifference({ name: "Pier", slug: "pier" }, {}, ["slug"])).toEqual({
    slug: { before: "pier", after: null },
  });
});

it("tells times apart", () => {
  const [before, after] = [{ disabledAt: new Date(0) }, { disabledAt: new Date(1) }];
  expect(toDifference(before, { ...before })).toEqual({});
  expect(Object.keys(toDifference(before, after))).toEqual(["disabledAt"]);
});
