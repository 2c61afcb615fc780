import { invalidInput } from "#lib/core/errors.ts";
import type { Parameters } from "#lib/core/provider.ts";
import type { Variable } from "./schema.ts";

const MAX_LENGTH = 300;

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
    const value = (Object.hasOwn(given, variable.name) && given[variable.name]) || variable.default;
    if (value) {
      checkValue(variable, value);
      resolved[variable.name] = value;
    } else if (variable.required) {
      throw invalidInput(`/variables/${variable.name}`, `Fill in “${variable.label}”.`);
    }
  }
  return resolved;
}

function checkValue({ name, label, pattern, choices, example }: Variable, value: string): void {
  const pointer = `/variables/${name}`;
  if (choices && !choices.includes(value)) {
    throw invalidInput(pointer, `“${label}” is one of ${choices.join(", ")}.`);
  }
  const isWellFormed =
    value.length <= MAX_LENGTH && new RegExp(pattern ?? "^[\\x21-\\x7e]+$", "u").test(value);
  if (!isWellFormed) {
    throw invalidInput(
      pointer,
      `“${label}” does not look right${example ? `; it looks like ${example}` : ""}.`,
    );
  }
}
