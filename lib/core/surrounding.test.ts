import { describe, expect, it } from "vitest";
import {
  checkDeletable,
  checkRoom,
  chooseSurroundingSlug,
  differenceOf,
  maxSurroundings,
  type SurroundingRow,
  surroundingSlugSchema,
} from "./surrounding.ts";

const words = { one: "application", many: "applications" };
const rowOf = (parts: Partial<SurroundingRow> = {}, use: Partial<SurroundingRow["_count"]> = {}) => ({
  ...{ id: "app-1", slug: "crawler", name: "Crawler", isDefault: false },
  ...{ createdAt: new Date(0), updatedAt: new Date(0) },
  ...parts,
  _count: { apiKeys: 0, connections: 0, overrides: 0, ...use },
});
const detailOf = (attempt: () => unknown) => {
  try {
    attempt();
    return null;
  } catch (error) {
    return (error as { detail: string }).detail;
  }
};

describe("a slug", () => {
  it("is made from the name, numbered where it is taken", () => {
    expect(chooseSurroundingSlug(undefined, "Größe №1", new Set(), words)).toBe("gro-e-no1");
    const taken = new Set(["test", "test-2"]);
    expect(chooseSurroundingSlug(undefined, "Test", taken, words)).toBe("test-3");
    expect(chooseSurroundingSlug(undefined, "測試", new Set(), words)).toBe("application");
  });

  it("that was asked for is refused at its field when another has it", () => {
    expect(() => chooseSurroundingSlug("test", "", new Set(["test"]), words)).toThrowError(
      expect.objectContaining({ code: "conflict", errors: [expect.objectContaining({ pointer: "/slug" })] }),
    );
  });

  it.each(["", "Test", "a--b", "-a", "a b", "app-01jd2k0000000000000000abcd", "x".repeat(61)])(
    "is not %j",
    (slug) => {
      expect(surroundingSlugSchema.safeParse(slug).success).toBe(false);
    },
  );
});

describe("deleting", () => {
  it("is allowed when nothing is in use", () => {
    expect(detailOf(() => checkDeletable(rowOf(), words))).toBeNull();
  });

  it("is refused for the default, with the way out", () => {
    expect(detailOf(() => checkDeletable(rowOf({ isDefault: true }), words))).toBe(
      "“Crawler” is the default. Make another application the default before you delete it.",
    );
  });

  it.each([
    [{ apiKeys: 1 }, "1 API key. First revoke its API keys, then"],
    [
      { apiKeys: 2, connections: 1 },
      "2 API keys and 1 connection. First revoke its API keys and disconnect its connections, then",
    ],
    [
      { apiKeys: 1, connections: 1, overrides: 3 },
      "1 API key, 1 connection and 3 overrides. First revoke its API keys, disconnect its connections and delete its overrides, then",
    ],
  ])("is refused while %j hang on it, with the numbers and the way out", (use, text) => {
    expect(detailOf(() => checkDeletable(rowOf({}, use), words))).toBe(
      `“Crawler” still has ${text} delete it.`,
    );
  });
});

it("there is room for so many and no more", () => {
  expect(detailOf(() => checkRoom({ size: maxSurroundings - 1 }, words))).toBeNull();
  expect(detailOf(() => checkRoom({ size: maxSurroundings }, words))).toContain("at most 50 applications");
});

it("a change that says what is so already is none", () => {
  expect(differenceOf(rowOf({ isDefault: true }), { name: "Crawler", isDefault: true })).toEqual({});
  expect(differenceOf(rowOf(), { name: "Spider", isDefault: true })).toEqual({
    name: { before: "Crawler", after: "Spider" },
    isDefault: { before: false, after: true },
  });
});
