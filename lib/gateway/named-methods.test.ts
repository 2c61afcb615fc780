import { describe, expect, it } from "vitest";
import { methodsNamedIn } from "./named-methods.ts";

describe("methods that a query names (P-08)", () => {
  it.each([
    ["/me?method=delete", ["DELETE"]],
    ["/me?a=1&_method=PUT&method=get", ["PUT", "GET"]],
    ["/me?X-HTTP-Method-Override=PATCH", ["PATCH"]],
    ["/me?%6Dethod=%64elete", ["DELETE"]],
    ["/me?$httpMethod=DELETE&http_method=+post+", ["DELETE", "POST"]],
    ["/me?%E0%A4%A&_method=delete", ["DELETE"]],
    ["/me?a=1;_method=delete", ["DELETE"]],
    ["/me?a=1%3B_method=get&b;method=put", ["PUT"]],
  ])("are seen in %s", (path, methods) => {
    expect(methodsNamedIn(path)).toEqual(methods);
  });

  it.each([
    "/delete",
    "/me?method=flickr.photos.search",
    "/me?payment_method=delete",
    "/me?q=method",
    "/method=put",
  ])("are none in %s", (path) => {
    expect(methodsNamedIn(path)).toEqual([]);
  });
});
