import { expect, it } from "vitest";
import { MAX_DOCUMENT_BYTES } from "#lib/apis/contract.ts";
import { bodyLimit } from "./body-limit.ts";

it.each(["/api/apis", "/api/apis/preview", "/api/apis/files/import"])(
  "%s takes a document of 5 MB, as JSON may write it",
  (path) => {
    expect(bodyLimit(path)).toBeGreaterThan(2 * MAX_DOCUMENT_BYTES);
  },
);

it.each([
  "/api/apis/files",
  "/api/apis/files/operations",
  "/api/integrations",
  "/x/api/apis",
  "/api/apis/a/b/import",
])("%s takes 1 MB", (path) => {
  expect(bodyLimit(path)).toBe(1024 * 1024);
});
