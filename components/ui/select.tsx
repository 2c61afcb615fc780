"use client";

import { Select as BaseSelect } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { controlClass } from "./control-class.ts";
import type { ControlProps } from "./field.tsx";
import { choiceClass, popupClass } from "./popup-class.ts";
import { usePopupContainer } from "./popup-container.tsx";

export interface SelectOption<T extends string = string> {
  value: T;
  label: string;
  description?: string;
  icon?: ReactNode;
  isDisabled?: boolean;
}

interface SelectProps<T extends string> extends Partial<ControlProps> {
  options: readonly SelectOption<T>[];
  value: T | null;
  onValueChange: (value: T) => void;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  /** Needed where no `<Field>` gives a label. */
  "aria-label"?: string;
  onBlur?: () => void;
}

/** One of a few (up to about ten); with more, use `Combobox`, which can be searched. */
export function Select<T extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  disabled,
  className,
  ...control
}: SelectProps<T>) {
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next);
      }}
    >
      <BaseSelect.Trigger {...control} className={cn(controlClass({ kind: "trigger" }), className)}>
        <BaseSelect.Value
          placeholder={placeholder}
          className="min-w-0 flex-1 truncate data-placeholder:text-ink-3"
        />
        <BaseSelect.Icon render={<ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />} />
      </BaseSelect.Trigger>
      <BaseSelect.Portal container={usePopupContainer()}>
        <BaseSelect.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <BaseSelect.Popup
            className={cn(
              popupClass,
              "max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1",
            )}
          >
            <BaseSelect.List>
              {options.map((option) => (
                <BaseSelect.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.isDisabled}
                  className={choiceClass}
                >
                  {option.icon}
                  <span className="min-w-0 flex-1">
                    <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                    {option.description ? (
                      <span className="block text-sm text-ink-3">{option.description}</span>
                    ) : null}
                  </span>
                  <BaseSelect.ItemIndicator render={<Check aria-hidden className="size-4 text-accent" />} />
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
