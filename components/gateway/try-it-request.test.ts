import { describe, expect, it } from "vitest";
import { isBadLine, parseHeaders, toCurl, toForwardBody } from "./try-it-request.ts";

const target = { origin: "https://mooring.test", slug: "practice", connectionId: "conn-1" };

describe("what Try it sends", () => {
  it("reads one header a line and names the first line that is none", () => {
    expect(parseHeaders("Accept: text/plain\n\nX-Two:  b: c ")).toEqual({
      Accept: "text/plain",
      "X-Two": "b: c",
    });
    const bad = parseHeaders("Accept: a\nnonsense");
    expect(isBadLine(bad) && bad.badLine).toBe("nonsense");
  });

  it("sends a JSON body as JSON, any other text as it is, and none with GET", () => {
    const values = { method: "POST", url: " /files ", headers: "", data: '{"a":1}' };
    expect(toForwardBody(values, {}, "conn-1")).toMatchObject({ url: "/files", data: { a: 1 } });
    expect(toForwardBody({ ...values, data: "plain" }, {}, "conn-1").data).toBe("plain");
    expect(toForwardBody({ ...values, method: "GET" }, {}, "conn-1")).not.toHaveProperty("data");
  });

  it("writes a curl command that survives quotes and holds a placeholder in place of the key", () => {
    const curl = toCurl({ method: "POST", url: "/files", headers: "", data: `{"it's":1}` }, {}, target);
    expect(curl).toContain('"Authorization: Bearer $MOORING_KEY"');
    expect(curl).toContain(`--data '{"it'\\''s":1}'`);
    expect(curl).toContain("'https://mooring.test/api/integrations/practice/request/files'");
  });

  it("sends an absolute address in the body of the JSON form", () => {
    const curl = toCurl({ method: "GET", url: "https://api.test/x", headers: "", data: "" }, {}, target);
    expect(curl).toContain('"url":"https://api.test/x"');
    expect(curl).toContain("-X POST");
  });
});
