"use client";

import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { cn } from "#components/ui/cn.ts";

interface SegmentFilterProps<T extends string> {
  /** What is being chosen: "Status". */
  label: string;
  options: readonly { value: T; label: string; count?: number | string }[];
  value: T;
  onValueChange: (value: T) => void;
  className?: string;
}

/** A filter with a few values side by side, one always chosen; the first is usually "All". */
export function SegmentFilter<T extends string>({
  label,
  options,
  value,
  onValueChange,
  className,
}: SegmentFilterProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => {
        if (next) onValueChange(next as T);
      }}
      className={cn(
        "flex max-w-full overflow-x-auto rounded-md border border-line-strong bg-panel shadow-low",
        className,
      )}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="h-8.5 border-r px-3 whitespace-nowrap text-ink-2 transition-colors duration-140 first:rounded-l-[6px] last:rounded-r-[6px] last:border-r-0 hover:bg-raised hover:text-ink focus-visible:-outline-offset-2 data-pressed:bg-raised data-pressed:font-medium data-pressed:text-ink"
        >
          {option.label}
          {option.count === undefined ? null : (
            <span className="ml-1.5 text-sm text-ink-3">{option.count}</span>
          )}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
