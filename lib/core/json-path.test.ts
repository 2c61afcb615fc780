import { describe, expect, it } from "vitest";
import { isRecord, readPath, readText } from "./json-path.ts";

const value = { data: [{ id: 7, "a b": { c: "" } }], name: "x", none: null, far: Number.POSITIVE_INFINITY };

describe("paths into JSON", () => {
  it.each([
    ["name", "x"],
    ["data[0].id", 7],
    ["data.0.id", 7],
    ["$", value],
    ["data[1].id", undefined],
    ["none.id", undefined],
    ["name.length", undefined],
    ["constructor", undefined],
    ["__proto__.toString", undefined],
  ])("%s leads to %o", (path, wanted) => {
    expect(readPath(value, path)).toEqual(wanted);
  });

  it("reads the first of a list", () => {
    expect(readPath([{ tenantId: "t" }], "[0].tenantId")).toBe("t");
  });

  it("gives texts and numbers as text, and nothing else", () => {
    const texts = ["name", "data[0].id", "none", "data", "far", "missing", null].map((path) =>
      readText(value, path),
    );
    expect(texts).toEqual(["x", "7", null, null, null, null, null]);
  });

  it("tells objects from lists and nothing", () => {
    expect([{}, [], null, "x"].map(isRecord)).toEqual([true, false, false, false]);
  });
});
