import type { z } from "zod";
import { AppError, type FieldProblem, notFound } from "#lib/core/errors.ts";
import { escapePointer, unsafeFields } from "./json-safety.ts";

/** Parses a body or a query; its `ZodError` becomes 422 with a JSON pointer for each field. No other code may map one. */
export function parseInput(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidFields(result.error.issues.flatMap(toFieldProblems));
}

/** Query parameters by name; a repeated one becomes an array, so that no scalar schema takes it by accident. */
export function readQuery(search: URLSearchParams): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = Object.create(null);
  for (const key of new Set(search.keys())) {
    const all = search.getAll(key);
    values[key] = all.length > 1 ? all : (all[0] ?? "");
  }
  const problems = unsafeFields(values);
  if (problems.length > 0) throw invalidFields(problems);
  return values;
}

/** Path parameters; one that cannot be an id of ours names nothing, so it answers 404. */
export function parseParams(schema: z.ZodType, params: unknown): unknown {
  const result = schema.safeParse(params);
  const isSafe = unsafeFields((params ?? {}) as Record<string, string | string[]>).length === 0;
  if (!result.success || !isSafe) throw notFound("resource");
  return result.data;
}

function invalidFields(errors: FieldProblem[]): AppError {
  return new AppError(
    "invalid-input",
    errors
      .map(({ pointer, detail }) => `${pointer}: ${detail}`)
      .join("; ")
      .slice(0, 500),
    {
      detail: errors.length === 1 ? errors[0]?.detail : `${errors.length} fields need another look.`,
      errors,
    },
  );
}

function toFieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  const pointer = issue.path.map((part) => `/${escapePointer(String(part))}`).join("");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${escapePointer(key)}`,
      detail: "This field is not known here.",
    }));
  }
  const isMissing =
    issue.code === "invalid_type" &&
    issue.input === undefined &&
    issue.message.includes("received undefined");
  return [{ pointer, detail: isMissing ? "This field is required." : issue.message }];
}
