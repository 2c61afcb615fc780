import { describe, expect, it } from "vitest";
import { compareUris, type UriPart } from "./compare-uris.ts";

const ours = "https://mooring.example:8443/oauth/callback/k1";

describe("comparing a callback URL with the registered one", () => {
  it("finds nothing in the same text, blanks around it aside", () => {
    expect(compareUris(ours, `  ${ours}\n`)).toMatchObject({ isSame: true, differences: [] });
  });

  it.each<[string, UriPart[]]>([
    ["http://mooring.example:8443/oauth/callback/k1", ["scheme"]],
    ["https://www.mooring.example:8443/oauth/callback/k1", ["host"]],
    ["https://mooring.example/oauth/callback/k1", ["port"]],
    ["https://mooring.example:8443/oauth/callback", ["path"]],
    ["https://mooring.example:8443/oauth/callback/k1/", ["trailing-slash"]],
    ["https://mooring.example:8443/oauth/callback/k1?x=1", ["query"]],
    ["https://mooring.example:8443/oauth/callback/k1#top", ["fragment"]],
    ["http://mooring.example/oauth2/callback", ["scheme", "port", "path"]],
  ])("names what differs: %s", (theirs, differences) => {
    const found = compareUris(ours, theirs);
    expect(found).toMatchObject({ isSame: false, differences });
    expect(found?.ours.map(({ text }) => text).join("")).toBe(ours);
    expect(found?.theirs.map(({ text }) => text).join("")).toBe(theirs);
  });

  it("marks the slash at the end alone, where only that differs", () => {
    const marked = compareUris(ours, `${ours}/`)?.theirs.filter(({ isDifferent }) => isDifferent);
    expect(marked).toEqual([{ text: "/", isDifferent: true }]);
  });

  it("says when only capital letters differ, and mends nothing by itself", () => {
    expect(compareUris(ours, ours.replace("oauth", "OAuth"))).toMatchObject({
      isSame: false,
      isOnlyCase: true,
      differences: ["path"],
    });
    expect(compareUris(ours, ours.replace("mooring", "Mooring"))).toMatchObject({ differences: ["host"] });
  });

  it("has no answer for what is no whole address", () => {
    for (const text of ["", "mooring.example/oauth/callback", "https://", "https://a b/c"])
      expect(compareUris(ours, text)).toBeNull();
  });
});
