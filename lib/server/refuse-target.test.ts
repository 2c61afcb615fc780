import { expect, it } from "vitest";
import { refuseTarget } from "./refuse-target.ts";

const codeOf = (method: string, url: string, isDev = false) =>
  refuseTarget({ method, url }, { isDev })?.code ?? null;

it.each(["/oauth/%zz", "/%", "/api/flows/%ff", "/oauth/%ed%a0%80", "http://evil.example/", "*", ""])(
  "V-01: a target that is no path names nothing: %s",
  (url) => expect(codeOf("GET", url)).toBe("not-found"),
);

it.each([
  "/oauth.rsc",
  "/oauth/.rsc",
  "/oauth.prefetch.rsc",
  "/a.segments/_tree.segment.rsc",
  "/oauth%2erSC?_rsc=1",
])("P-07: a page has no second address: %s", (url) => expect(codeOf("GET", url)).toBe("not-found"));

it.each([
  "/",
  "/oauth.rsc/x",
  "/oauth?next=a.rsc",
  "/oauth/caf%C3%A9",
  "/oauth?q=%zz",
  "/api/flows/%00",
  "/oauth/callback?state=%",
])("a path that decodes is left to its handler: %s", (url) => expect(codeOf("GET", url)).toBeNull());

it("S-13: a page is looked at and never written to", () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    expect(codeOf(method, "/oauth")).toBe("method-not-allowed");
  expect(codeOf("HEAD", "/oauth")).toBeNull();
  expect(codeOf("POST", "/api/integrations")).toBeNull();
  expect(codeOf("POST", "/__nextjs_original-stack-frames", true)).toBeNull();
});
