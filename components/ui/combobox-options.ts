import type { ReactNode } from "react";

export interface ComboboxOption {
  value: string;
  label: string;
  description?: string;
  /** Shown before the label, here and in the field once chosen (24 px). */
  mark?: ReactNode;
  /** Further words that find it. */
  keywords?: string;
  /** Options of one group stand together under this heading. */
  group?: string;
  isDisabled?: boolean;
}

/** Whether every word of the query occurs somewhere in the option, in any order and without regard to accents. */
export function matchesOption(option: ComboboxOption, query: string): boolean {
  const haystack = fold(
    `${option.label} ${option.description ?? ""} ${option.keywords ?? ""} ${option.value}`,
  );
  return fold(query)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** The options under their headings, each in the order of its first appearance. */
export function optionGroups(
  options: readonly ComboboxOption[],
): { value: string; items: ComboboxOption[] }[] {
  const groups = new Map<string, ComboboxOption[]>();
  for (const option of options) {
    const name = option.group ?? "";
    groups.set(name, [...(groups.get(name) ?? []), option]);
  }
  return [...groups].map(([value, items]) => ({ value, items }));
}

/** The chosen option, or `null` when the value is none of them. */
export function findOption(options: readonly ComboboxOption[], value: string | null): ComboboxOption | null {
  return options.find((option) => option.value === value) ?? null;
}

function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase();
}
