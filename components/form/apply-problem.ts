import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import type { ProblemError } from "#lib/browser/problem-error.ts";

/** `/scopes/0` → `scopes.0`; "~1" and "~0" as in RFC 6901. */
export function pointerToPath(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
}

/**
 * Puts a problem's errors at the fields that they point to, also within groups, a deeper pointer at the nearest field above.
 * Answers whether every error found its field; if not, the problem itself must be shown too.
 */
export function applyProblem<V extends FieldValues, O>(
  form: Pick<UseFormReturn<V, unknown, O>, "getValues" | "setError">,
  problem: ProblemError,
): boolean {
  const values = form.getValues();
  let areAllPlaced = problem.errors.length > 0;
  for (const { pointer, detail } of problem.errors) {
    const field = findField(values, pointerToPath(pointer).split("."));
    if (field) form.setError(field as FieldPath<V>, { type: "server", message: detail });
    else areAllPlaced = false;
  }
  return areAllPlaced;
}

/** The path of the field itself: a group of fields is entered, and so is a list of groups; a list of values is one field. */
export function findField(values: Record<string, unknown>, [name, ...rest]: string[]): string | null {
  if (!name || !Object.hasOwn(values, name)) return null;
  const value = values[name];
  if (typeof value !== "object" || value === null) return name;
  if (Array.isArray(value) && !isGroup(value[Number(rest[0])])) return name;
  const inner = findField(value as Record<string, unknown>, rest);
  return inner && `${name}.${inner}`;
}

function isGroup(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
