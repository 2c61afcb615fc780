"use client";

import { Breakable } from "./breakable.tsx";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

interface CopyFieldProps {
  value: string;
  /** What the value is: "Callback URL". */
  label: string;
  /** The button's full name: "Copy callback URL". */
  copyLabel: string;
  /** Shows the label above; otherwise it is only read out. */
  isLabelled?: boolean;
  className?: string;
}

/** A value to take elsewhere, letter by letter. Long ones wrap: what must match exactly is shown whole. */
export function CopyField({ value, label, copyLabel, isLabelled, className }: CopyFieldProps) {
  return (
    <fieldset className={cn("min-w-0", className)}>
      <legend className={isLabelled ? "mb-1.5 font-medium" : "sr-only"}>{label}</legend>
      <div className="flex items-stretch overflow-hidden rounded-md border border-line-strong bg-raised">
        <code className="min-w-0 flex-1 self-center px-3 py-2 text-sm wrap-anywhere text-ink select-all">
          <Breakable text={value} />
        </code>
        <CopyButton
          text={value}
          label={copyLabel}
          variant="quiet"
          className="h-auto min-h-9 rounded-none border-0 border-l border-line-strong bg-panel text-ink focus-visible:-outline-offset-2"
        />
      </div>
    </fieldset>
  );
}
