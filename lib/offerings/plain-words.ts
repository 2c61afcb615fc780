import type { z } from "zod";

/** Words for people where the schema has none of its own; nothing where zod's say enough. */
export function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || issue.input === null ? "this is needed" : undefined;
    case "too_small":
      return issue.origin === "array" ? "at least one is needed" : "this is needed";
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return issue.format === "url" ? "a whole https address is needed" : undefined;
    default:
      return undefined;
  }
}
