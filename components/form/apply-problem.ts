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
 * Puts a problem's errors at the fields that they point to, a deeper pointer at the nearest field above it.
 * Answers whether every error found its field; if not, the problem itself must be shown too.
 */
export function applyProblem<V extends FieldValues, O>(
  form: Pick<UseFormReturn<V, unknown, O>, "getValues" | "setError">,
  problem: ProblemError,
): boolean {
  const known = Object.keys(form.getValues());
  let areAllPlaced = problem.errors.length > 0;
  for (const { pointer, detail } of problem.errors) {
    const path = pointerToPath(pointer);
    const field = known.includes(path) ? path : known.find((name) => path.startsWith(`${name}.`));
    if (field) form.setError(field as FieldPath<V>, { type: "server", message: detail });
    else areAllPlaced = false;
  }
  return areAllPlaced;
}
