"use client";

import { type ReactNode, useId } from "react";
import { Checkbox } from "./checkbox.tsx";
import { cn } from "./cn.ts";

interface CheckboxRowProps {
  checked: boolean;
  onCheckedChange?: (checked: boolean) => void;
  label: ReactNode;
  description?: ReactNode;
  /** At the far end: why it is locked, "optional", a sign that it is sensitive. */
  note?: ReactNode;
  isLocked?: boolean;
  disabled?: boolean;
  className?: string;
  onBlur?: () => void;
}

/** One ticked line of a list (a scope, an option): the whole line is its label. */
export function CheckboxRow({ label, description, note, className, ...box }: CheckboxRowProps) {
  const id = useId();
  return (
    <label htmlFor={id} className={cn("flex items-start gap-3 px-4 py-2.5 hover:bg-raised/60", className)}>
      <span className="flex pt-0.5">
        <Checkbox id={id} aria-describedby={`${id}-more`} {...box} />
      </span>
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4">
        <span className="min-w-0">
          <span className="block font-medium wrap-anywhere text-ink">{label}</span>
          {description ? <span className="block text-sm text-ink-3">{description}</span> : null}
        </span>
        <span id={`${id}-more`} className="text-sm text-ink-3 empty:hidden">
          {note}
        </span>
      </span>
    </label>
  );
}
