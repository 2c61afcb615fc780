const MAX_LENGTH = 300;

/** What an offering says about one of its variables. */
export interface VariableRule {
  label: string;
  required: boolean;
  default: string | null;
  example: string | null;
  pattern: string | null;
  choices: readonly string[] | null;
}

/**
 * What is wrong with a variable's value, in words for people; `null` when it may be used. An empty one stands for the
 * default. The form and the server ask the same question, so that they say the same.
 */
export function variableProblem(rule: VariableRule, value: string): string | null {
  const { label, required, default: preset, example, pattern, choices } = rule;
  const used = value || preset;
  if (!used) return required ? `Fill in “${label}”.` : null;
  if (choices && !choices.includes(used)) return `“${label}” is one of ${choices.join(", ")}.`;
  const isWellFormed = used.length <= MAX_LENGTH && new RegExp(pattern ?? "^[\\x21-\\x7e]+$", "u").test(used);
  return isWellFormed
    ? null
    : `“${label}” does not look right${example ? `; it looks like ${example}` : ""}.`;
}
