"use client";

import { Checkbox as BaseCheckbox } from "@base-ui/react/checkbox";
import { Check, Lock, Minus } from "lucide-react";
import type { ControlProps } from "./field.tsx";

interface CheckboxProps extends Partial<ControlProps> {
  checked: boolean;
  onCheckedChange?: (checked: boolean) => void;
  isIndeterminate?: boolean;
  /** Ticked for good: shows a lock, stays readable and focusable, and cannot be changed. */
  isLocked?: boolean;
  disabled?: boolean;
  name?: string;
  onBlur?: () => void;
  "aria-label"?: string;
  "aria-labelledby"?: string;
}

/** A box to tick. Give it an `id` and a `<Label htmlFor>`, or use `CheckboxRow`. */
export function Checkbox({ isIndeterminate, isLocked, onCheckedChange, ...rest }: CheckboxProps) {
  return (
    <BaseCheckbox.Root
      {...rest}
      indeterminate={isIndeterminate}
      readOnly={isLocked}
      onCheckedChange={(checked) => onCheckedChange?.(checked)}
      className={[
        "relative grid size-4.5 shrink-0 place-items-center rounded-sm border border-control bg-panel text-accent-ink transition-colors duration-140",
        "after:absolute after:-inset-1 hover:border-ink-3 data-disabled:opacity-55",
        "data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent",
        "data-readonly:border-line-strong data-readonly:bg-raised data-readonly:text-ink-3 aria-invalid:border-bad",
      ].join(" ")}
    >
      <BaseCheckbox.Indicator className="grid place-items-center [&_svg]:size-3">
        {isLocked ? (
          <Lock aria-hidden strokeWidth={2.4} />
        ) : isIndeterminate ? (
          <Minus aria-hidden strokeWidth={3} />
        ) : (
          <Check aria-hidden strokeWidth={3} />
        )}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
}
