import { expect, it } from "vitest";
import { sandboxOffering } from "./catalog/sandbox.ts";
import { toExamplePath } from "./example-path.ts";

const offering = sandboxOffering("http://127.0.0.1:4000");

it("takes the who-am-I address below the API's base", () => {
  expect(toExamplePath(offering)).toBe("/me");
});

it("falls back to the root without an offering, outside the base, and for another method", () => {
  const { account } = offering;
  expect(toExamplePath(null)).toBe("/");
  expect(toExamplePath({ ...offering, account: { ...account, url: "https://elsewhere.test/me" } })).toBe("/");
  expect(toExamplePath({ ...offering, account: { ...account, method: "POST" } })).toBe("/");
  expect(toExamplePath({ ...offering, account: { ...account, url: `${offering.api.baseUrl}/{id}` } })).toBe(
    "/",
  );
});
