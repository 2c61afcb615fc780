import { invalidInput } from "#lib/core/errors.ts";
import type { Parameters } from "#lib/core/provider.ts";
import { variableProblem } from "#lib/core/variable-value.ts";
import type { Variable } from "./schema.ts";

/**
 * An offering's variables with the given values, defaults filled in. Each value must fit its pattern or choices,
 * for most of them end in a host name. 422 at `/variables/<name>` for a wrong, missing or unknown one.
 */
export function resolveVariables(variables: readonly Variable[], given: Readonly<Parameters>): Parameters {
  for (const name of Object.keys(given)) {
    if (!variables.some((variable) => variable.name === name)) {
      throw invalidInput(`/variables/${name}`, "This offering has no such variable; leave it out.");
    }
  }
  const resolved: Parameters = {};
  for (const variable of variables) {
    const value = (Object.hasOwn(given, variable.name) && given[variable.name]) || "";
    const problem = variableProblem(variable, value);
    if (problem !== null) throw invalidInput(`/variables/${variable.name}`, problem);
    const used = value || variable.default;
    if (used) resolved[variable.name] = used;
  }
  return resolved;
}
