import { describe, expect, it } from "vitest";
import { isFromOurPage } from "./page-proof.ts";
import { parseGatewayTarget } from "./request-target.ts";

describe("an address of the gateway", () => {
  it.each([
    ["/api/integrations/github/request", { integrationId: "github", path: null, query: "" }],
    ["/api/integrations/github/request?a=1", { integrationId: "github", path: null, query: "?a=1" }],
    [
      "/api/integrations/integration-01jd/request/user/repos?per_page=1&x=/../?",
      { integrationId: "integration-01jd", path: "/user/repos", query: "?per_page=1&x=/../?" },
    ],
    ["/api/integrations/a/request/", { integrationId: "a", path: "/", query: "" }],
    ["/api/integrations/a/request//x/%2e%2e", { integrationId: "a", path: "//x/%2e%2e", query: "" }],
  ])("%s is taken apart", (target, parts) => {
    expect(parseGatewayTarget(target)).toEqual(parts);
  });

  it.each([
    "/api/integrations",
    "/api//integrations/a/request",
    "//api/integrations/a/request",
    "/API/integrations/a/request",
    "/api/integrations/a/Request",
    "/api/integrations/a%2Frequest",
    "/api/integrations/../a/request",
    "/api/integrations//request",
    "/api/integrations/a/b/request",
    "/api/integrations/a/requests",
    "/api/integrations/a/request.json",
    "/api/integrations/a/request.rsc",
    "/_next/data/x/api/integrations/a/request",
    "/api/integrations/a;x/request",
    "/api/integrations/%61/request",
    "http://localhost/api/integrations/a/request",
    "*",
    "",
  ])("P-07: %s is not one", (target) => {
    expect(parseGatewayTarget(target)).toBeNull();
  });
});

describe("a request by session cookie", () => {
  const origin = "https://mooring.example.com";
  const header = { "x-mooring-request": "1" };

  it.each([
    [header],
    [{ ...header, "sec-fetch-site": "same-origin" }],
    [{ ...header, origin }],
    [{ ...header, origin, "sec-fetch-site": "same-origin" }],
  ])("D-18: is ours with %j", (headers) => {
    expect(isFromOurPage(headers, origin)).toBe(true);
  });

  it.each([
    [{}],
    [{ "sec-fetch-site": "same-origin" }],
    [{ origin }],
    [{ "x-mooring-request": "true" }],
    [{ ...header, "sec-fetch-site": "same-site" }],
    [{ ...header, "sec-fetch-site": "cross-site" }],
    [{ ...header, "sec-fetch-site": "none" }],
    [{ ...header, origin: "null" }],
    [{ ...header, origin: "https://mooring.example.com.evil.test" }],
    [{ ...header, origin: "http://mooring.example.com" }],
    [{ ...header, origin: "" }],
  ])("D-18: is nobody's with %j", (headers) => {
    expect(isFromOurPage(headers, origin)).toBe(false);
  });
});
