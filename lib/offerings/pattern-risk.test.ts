import { describe, expect, it } from "vitest";
import { explainPatternRisk } from "./pattern-risk.ts";

describe("patterns that people type", () => {
  it.each([
    "^[a-z0-9-]{1,100}$",
    "^[a-z0-9][a-z0-9-]{0,62}$",
    "^v[0-9]{1,3}\\.[0-9]$",
    "^20[0-9]{2}-(01|04|07|10)$",
    "^[a-z0-9][a-z0-9-]{0,78}(\\.(sandbox|develop))?$",
    "^(eu|us)$",
    "^[a-z\\]+]{2}$",
    "^\\(\\+[0-9]{1,3}\\)$",
    "^[a-z]+(-[a-z]+)?$",
    "^(sandbox|develop|scratch|trailblaze)\\.(eu|us)$",
  ])("may be %s", (pattern) => {
    expect(new RegExp(pattern, "u")).toBeInstanceOf(RegExp);
    expect(explainPatternRisk(pattern)).toBeNull();
  });

  it.each([
    "^(a+)+$",
    "^(a*)*$",
    "^((a+))+$",
    "^(a|a)*$",
    "^(a|aa)+$",
    "^([a-z]+)*$",
    "^(?:a+)+$",
    "^([a-z]{1,9}){1,9}$",
    "^(.+)\\1$",
    "^(?=.*a).*$",
    "^.*.*.*=$",
    "^[a-z]+[a-z]+[a-z]+$",
    "^a?a?a?a?a?a?a?a?aaaaaaa$",
    `^${"a".repeat(300)}$`,
    "^(\\w+\\s?)*$",
    "^([a-z]+(-[a-z]+)?)+$",
    "^((a|a))*$",
    "^(((a|aa)))+$",
    "^((a|a)){30}$",
    `^${"(a|a)".repeat(30)}$`,
    `^${"(a|aa)".repeat(8)}[a-z]*$`,
  ])("V-09: may not be %s", (pattern) => {
    expect(explainPatternRisk(pattern)).not.toBeNull();
  });

  it.each([
    "^[a-z]{0,200}[a-z]{0,200}!$",
    "^[a-z]*[a-z]*!$",
    "^a?a?a?[a-z]*[a-z]*!$",
    "^(a|a|a|a)(a|a)a?a?[a-z]*[a-z]*!$",
  ])("V-09: the slowest that may be, %s, is quick on the longest value", (pattern) => {
    expect(explainPatternRisk(pattern)).toBeNull();
    // The least of three: other processes may take the time of one.
    const tries = [1, 2, 3].map(() => {
      const started = performance.now();
      expect(new RegExp(pattern, "u").test("a".repeat(300))).toBe(false);
      return performance.now() - started;
    });
    expect(Math.min(...tries)).toBeLessThan(50);
  });
});
