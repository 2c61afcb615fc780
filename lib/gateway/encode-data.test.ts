import { describe, expect, it } from "vitest";
import { encodeData } from "./encode-data.ts";
import type { HeaderList } from "./request-headers.ts";

const form: HeaderList = [["Content-Type", "application/x-www-form-urlencoded"]];
const encode = (data: unknown, headers: HeaderList = []) => {
  const { bytes, contentType } = encodeData(data, "POST", headers);
  return [bytes && new TextDecoder().decode(bytes), contentType];
};

describe("the JSON form's data", () => {
  it.each([
    [{ a: [1, null] }, '{"a":[1,null]}', "application/json"],
    [[], "[]", "application/json"],
    [false, "false", "application/json"],
    [0, "0", "application/json"],
    ["plain ☃", "plain ☃", "text/plain;charset=utf-8"],
    ["", "", "text/plain;charset=utf-8"],
  ])("%j is sent as %s", (data, text, type) => {
    expect(encode(data)).toEqual([text, type]);
  });

  it.each([undefined, null])("%s is no body", (data) => {
    expect(encode(data)).toEqual([null, null]);
  });

  it("is sent as a form when the content type says so", () => {
    expect(encode({ "line items": ["a&b", 2], on: true, none: null }, form)[0]).toBe(
      "line+items=a%26b&line+items=2&on=true&none=",
    );
  });

  it("is refused where a form cannot hold it", () => {
    expect(() => encode({ a: { b: 1 } }, form)).toThrow("/data/a");
  });

  it.each(["GET", "HEAD"] as const)("is refused with %s", (method) => {
    expect(() => encodeData({}, method, [])).toThrow(`A ${method} request carries no body.`);
  });

  it("is refused when it is nested beyond what can be written again", () => {
    expect(() => encode(JSON.parse("[".repeat(200_000) + "]".repeat(200_000)))).toThrow("/data");
  });
});
