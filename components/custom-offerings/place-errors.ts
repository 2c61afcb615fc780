import { findField, pointerToPath } from "#components/form/apply-problem.ts";
import { ProblemError, readProblem } from "#lib/browser/problem-error.ts";
import type { OfferingValues } from "./offering-values.ts";

/** The same error with each mistake at a field of the form: what has none is said, with its place, at the JSON field. */
export function placeErrors(error: unknown, values: OfferingValues): unknown {
  const problem = readProblem(error);
  if (!problem || problem.errors.length === 0) return error;
  const errors = problem.errors.map(({ pointer, detail }) => {
    const path = pointerToPath(pointer);
    if (findField({ ...values }, path.split("."))) return { pointer, detail };
    return { pointer: "/rest", detail: `${path.replace(/^data\./, "")}: ${detail}` };
  });
  return new ProblemError({ ...problem.document, errors });
}
