import type { z } from "zod";
import { variableProblem } from "#lib/core/variable-value.ts";
import type { Offering } from "#lib/offerings/contract.ts";

/** Adds to a form's issues what is wrong with an offering's variables, at their fields. */
export function checkVariables(
  variables: Offering["variables"],
  values: Readonly<Record<string, string>>,
  ctx: z.RefinementCtx,
): void {
  for (const variable of variables) {
    const message = variableProblem(variable, values[variable.name]?.trim() ?? "");
    if (message) ctx.addIssue({ code: "custom", path: ["variables", variable.name], message });
  }
}
