"use client";

import { Select } from "#components/ui/select.tsx";
import type { PlaceChoices } from "./queries.ts";

const ALL = "all";

interface PlaceFilterProps {
  label: string;
  allLabel: string;
  choices: PlaceChoices | undefined;
  value: string | null;
  onValueChange: (value: string | null) => void;
}

/** Narrows the list of keys to one application or runtime configuration; shown where there is more than one. */
export function PlaceFilter({ label, allLabel, choices, value, onValueChange }: PlaceFilterProps) {
  const options = choices?.options ?? [];
  if (options.length < 2 && value === null) return null;
  return (
    <Select
      aria-label={label}
      className="w-full sm:w-60"
      options={[{ value: ALL, label: allLabel }, ...options]}
      value={value ?? ALL}
      onValueChange={(next) => onValueChange(next === ALL ? null : next)}
    />
  );
}
