import { expect, it } from "vitest";
import { registrableDomain } from "./registrable-domain.ts";

it.each([
  ["example.com", "example.com"],
  ["api.eu.example.com", "example.com"],
  ["api.example.co.uk", "example.co.uk"],
  ["example.co.uk", "example.co.uk"],
  ["api.zoom.us", "zoom.us"],
  ["shop.myshopify.com", "shop.myshopify.com"],
  ["a.b.cloudapp.azure.com", "b.cloudapp.azure.com"],
  ["tenant.sharepoint.com", "tenant.sharepoint.com"],
])("P-01: %s belongs to whoever has %s", (host, domain) => {
  expect(registrableDomain(host)).toBe(domain);
});

it.each([
  "com",
  "co.uk",
  "com.au",
  "github.io",
  "pages.dev",
  "sharepoint.com",
  "kawasaki.jp",
  "localhost",
  "",
  ".",
  "a..com",
  "127.0.0.1",
  "[::1]",
  "*.com",
])("P-01: %o is nobody's own", (host) => {
  expect(registrableDomain(host)).toBeNull();
});
