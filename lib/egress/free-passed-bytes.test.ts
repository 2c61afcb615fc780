import { afterEach, expect, it, vi } from "vitest";
import { freePassedBytes } from "./free-passed-bytes.ts";

const MB = 1024 * 1024;

afterEach(() => {
  vi.unstubAllGlobals();
});

it("has the young generation gone through once in 16 MB, and nothing else", () => {
  const collect = vi.fn();
  vi.stubGlobal("gc", collect);
  for (let passed = 0; passed < 15 * MB; passed += MB) freePassedBytes(MB);
  expect(collect).not.toHaveBeenCalled();
  freePassedBytes(MB);
  expect(collect.mock.calls).toEqual([[{ type: "minor", execution: "sync" }]]);
  for (let passed = 0; passed < 32 * MB; passed += MB) freePassedBytes(MB);
  expect(collect).toHaveBeenCalledTimes(3);
});

it("does nothing in an engine that cannot be told so", () => {
  vi.stubGlobal("gc", undefined);
  expect(() => freePassedBytes(16 * MB)).not.toThrow();
});
