import { describe, expect, it } from "vitest";
import { keepTenant, readTenants, withTenant } from "./tenants.ts";

const followUps = [
  {
    purpose: "tenants" as const,
    list: "$",
    called: "site",
    extract: { cloudId: "id", label: "name", siteUrl: "url" },
  },
];
const harbour = { cloudId: "c-1", label: "Harbour", siteUrl: "https://harbour.example" };
const quay = { cloudId: "c-2", label: "Quay" };
const data = { cloudId: "c-1", siteUrl: "https://harbour.example", note: "kept", tenants: [harbour, quay] };

describe("the tenants of a grant", () => {
  it("are read with the one in use and what one is called", () => {
    expect(readTenants(followUps, data)).toEqual({
      called: "site",
      chosen: { id: "c-1", label: "Harbour" },
      items: [
        { id: "c-1", label: "Harbour" },
        { id: "c-2", label: "Quay" },
      ],
    });
    expect(readTenants([], data)).toBeNull();
    expect(readTenants(followUps, { tenants: "nonsense" })).toMatchObject({ chosen: null, items: [] });
  });

  it("change as a whole: no fact of the former one stays", () => {
    expect(withTenant(followUps, data, "c-2")).toEqual({
      cloudId: "c-2",
      note: "kept",
      tenants: [harbour, quay],
    });
    expect(withTenant(followUps, data, "c-9")).toBeNull();
    expect(withTenant([], data, "c-2")).toBeNull();
  });

  it("keep the choice through a new grant by its id, and only while the grant reaches it", () => {
    const chosen = withTenant(followUps, data, "c-2") ?? {};
    const renamed = { ...data, tenants: [harbour, { ...quay, label: "Quay West" }] };
    expect(keepTenant(followUps, chosen, renamed)).toMatchObject({ cloudId: "c-2" });
    expect(keepTenant(followUps, chosen, { cloudId: "c-1", tenants: [harbour] })).toEqual({
      cloudId: "c-1",
      tenants: [harbour],
    });
    expect(keepTenant(followUps, {}, data)).toEqual(data);
  });

  it("may have numbers for ids", () => {
    const numbers = { cloudId: 7, tenants: [{ cloudId: 7 }, { cloudId: 8 }] };
    expect(readTenants(followUps, numbers)?.chosen).toEqual({ id: "7", label: null });
    expect(withTenant(followUps, numbers, "8")).toMatchObject({ cloudId: 8 });
  });
});
