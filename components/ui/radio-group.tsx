"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup as BaseRadioGroup } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

export interface RadioOption<T extends string> {
  value: T;
  label: ReactNode;
  description?: ReactNode;
  isDisabled?: boolean;
}

interface RadioGroupProps<T extends string> {
  /** The question that the options answer. */
  label: ReactNode;
  options: readonly RadioOption<T>[];
  value: T;
  onValueChange: (value: T) => void;
  disabled?: boolean;
  className?: string;
}

/** One of two to five choices that are worth reading side by side. */
export function RadioGroup<T extends string>({
  label,
  options,
  value,
  onValueChange,
  disabled,
  className,
}: RadioGroupProps<T>) {
  const id = useId();
  return (
    <div className={cn("grid gap-1.5", className)}>
      <div id={id} className="font-medium text-ink">
        {label}
      </div>
      <BaseRadioGroup
        aria-labelledby={id}
        value={value}
        disabled={disabled}
        onValueChange={(next) => onValueChange(next as T)}
        className="grid gap-2"
      >
        {options.map((option) => (
          <label
            key={option.value}
            htmlFor={`${id}-${option.value}`}
            className="flex items-start gap-3 rounded-lg border border-line-strong px-3.5 py-2.5 transition-colors duration-140 hover:bg-raised/60 has-data-checked:border-accent has-data-checked:bg-accent-soft/40"
          >
            <Radio.Root
              id={`${id}-${option.value}`}
              value={option.value}
              disabled={option.isDisabled}
              className="relative mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full border border-control bg-panel after:absolute after:-inset-1 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55"
            >
              <Radio.Indicator className="size-1.5 rounded-full bg-accent-ink" />
            </Radio.Root>
            <span className="min-w-0">
              <span className="block font-medium text-ink">{option.label}</span>
              {option.description ? (
                <span className="block text-sm text-ink-2">{option.description}</span>
              ) : null}
            </span>
          </label>
        ))}
      </BaseRadioGroup>
    </div>
  );
}
