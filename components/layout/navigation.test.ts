import { expect, it } from "vitest";
import { currentPage, navigation, visibleNavigation } from "./navigation.ts";

it("marks the page whose address is the longest above the path", () => {
  expect(currentPage(navigation, "/oauth/salesforce-production/settings")).toBe("integrations");
  expect(currentPage(navigation, "/settings/api-keys")).toBe("settings");
  expect(currentPage(navigation, "/settings/audit-log")).toBe("auditLog");
});

it("marks nothing for a path that only begins alike", () => {
  expect(currentPage(navigation, "/oauthx")).toBeNull();
});

it("shows the admin console to platform admins only", () => {
  const groups = (isPlatformAdmin: boolean) => visibleNavigation(isPlatformAdmin).map(({ group }) => group);
  expect(groups(true)).toContain("platform");
  expect(groups(false)).not.toContain("platform");
});

it("leaves no group without a page in it", () => {
  expect(visibleNavigation(false).every(({ items }) => items.length > 0)).toBe(true);
});
