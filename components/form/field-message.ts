import type { z } from "zod";

/** A message of `form/en.json` and its count. */
export interface FieldMessage {
  key:
    | "required"
    | "tooShort"
    | "tooLong"
    | "tooFew"
    | "tooMany"
    | "tooSmall"
    | "tooLarge"
    | "badUrl"
    | "badEmail"
    | "badFormat"
    | "badValue";
  count: number;
}

/** Plain words for a zod issue whose schema brings none of its own. */
export function fieldMessage(issue: z.core.$ZodRawIssue): FieldMessage {
  switch (issue.code) {
    case "invalid_type":
      return { key: issue.input === undefined || issue.input === null ? "required" : "badValue", count: 0 };
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum));
    case "too_big":
      return tooBig(issue.origin, Number(issue.maximum));
    case "invalid_format":
      if (issue.input === "") return { key: "required", count: 0 };
      if (issue.format === "url") return { key: "badUrl", count: 0 };
      return { key: issue.format === "email" ? "badEmail" : "badFormat", count: 0 };
    default:
      return { key: "badValue", count: 0 };
  }
}

function tooSmall(origin: string, count: number): FieldMessage {
  if (origin === "string") return { key: count === 1 ? "required" : "tooShort", count };
  return { key: origin === "array" || origin === "set" ? "tooFew" : "tooSmall", count };
}

function tooBig(origin: string, count: number): FieldMessage {
  if (origin === "string") return { key: "tooLong", count };
  return { key: origin === "array" || origin === "set" ? "tooMany" : "tooLarge", count };
}
