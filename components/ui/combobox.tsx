"use client";

import { Combobox as BaseCombobox } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, Search } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./cn.ts";
import { type ComboboxOption, findOption, matchesOption, optionGroups } from "./combobox-options.ts";
import { controlClass } from "./control-class.ts";
import type { ControlProps } from "./field.tsx";
import { choiceClass, popupClass } from "./popup-class.ts";
import { usePopupContainer } from "./popup-container.tsx";

interface ComboboxProps extends Partial<ControlProps> {
  options: readonly ComboboxOption[];
  value: string | null;
  onValueChange: (value: string) => void;
  placeholder?: string;
  /** In the search field: "Search 85 offerings". */
  searchLabel?: string;
  /** Said when nothing matches what was typed. */
  emptyText?: string;
  disabled?: boolean;
  className?: string;
  "aria-label"?: string;
  onBlur?: () => void;
  /** Told what was typed, 250 ms after it rests: then whoever gives the options filters them, and nothing is filtered here. */
  onSearch?: (query: string) => void;
}

/** One of many, found by typing any part of its name, description or keywords. */
export function Combobox(props: ComboboxProps) {
  const {
    options,
    value,
    onValueChange,
    placeholder,
    searchLabel,
    emptyText,
    disabled,
    className,
    onSearch,
    ...control
  } = props;
  const t = useTranslations("ui");
  const groups = useMemo(() => optionGroups(options), [options]);
  const selected = findOption(options, value);
  const search = useRested(onSearch);

  return (
    <BaseCombobox.Root
      items={groups}
      value={selected}
      disabled={disabled}
      autoHighlight
      onValueChange={(option) => {
        if (option) onValueChange(option.value);
      }}
      isItemEqualToValue={(a, b) => a.value === b.value}
      filter={onSearch ? null : matchesOption}
      onInputValueChange={(query, { reason }) => {
        // Choosing or closing empties the field too; the list then begins anew.
        search(reason === "input-change" ? query.trim() : "");
      }}
    >
      <BaseCombobox.Trigger
        {...control}
        className={cn(controlClass({ kind: "trigger" }), selected?.mark && "pl-1.5", className)}
      >
        {selected?.mark}
        <span className={cn("min-w-0 flex-1 truncate", !selected && "text-ink-3")}>
          {selected?.label ?? placeholder}
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      </BaseCombobox.Trigger>
      <BaseCombobox.Portal container={usePopupContainer()}>
        <BaseCombobox.Positioner sideOffset={4} align="start" className="z-50">
          <BaseCombobox.Popup
            aria-label={searchLabel ?? placeholder ?? t("search")}
            className={cn(
              popupClass,
              "flex max-h-[min(24rem,var(--available-height))] w-(--anchor-width) min-w-64 flex-col overflow-hidden",
            )}
          >
            <div className="flex items-center gap-2.5 border-b px-3">
              <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
              <BaseCombobox.Input
                aria-label={searchLabel ?? placeholder ?? t("search")}
                placeholder={searchLabel ?? placeholder ?? t("search")}
                className="h-9.5 w-full min-w-0 bg-transparent text-base text-ink outline-none pointer-coarse:text-[1rem]"
              />
            </div>
            <BaseCombobox.Empty className="px-3.5 py-4 text-ink-3 empty:hidden">
              {emptyText ?? t("noChoice")}
            </BaseCombobox.Empty>
            <BaseCombobox.List className="min-h-0 overflow-y-auto overscroll-contain p-1 data-empty:hidden">
              {(group: { value: string; items: ComboboxOption[] }) => (
                <BaseCombobox.Group key={group.value} items={group.items}>
                  {group.value ? (
                    <BaseCombobox.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-3">
                      {group.value}
                    </BaseCombobox.GroupLabel>
                  ) : null}
                  <BaseCombobox.Collection>
                    {(option: ComboboxOption) => <Choice key={option.value} option={option} />}
                  </BaseCombobox.Collection>
                </BaseCombobox.Group>
              )}
            </BaseCombobox.List>
          </BaseCombobox.Popup>
        </BaseCombobox.Positioner>
      </BaseCombobox.Portal>
    </BaseCombobox.Root>
  );
}

// What is typed is handed on once typing rests.
function useRested(act: ((query: string) => void) | undefined): (query: string) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (query) => {
    clearTimeout(timer.current);
    if (act) timer.current = setTimeout(() => act(query), 250);
  };
}

function Choice({ option }: { option: ComboboxOption }) {
  return (
    <BaseCombobox.Item value={option} disabled={option.isDisabled} className={choiceClass}>
      {option.mark}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{option.label}</span>
        {option.description ? (
          <span className="block truncate text-sm text-ink-3">{option.description}</span>
        ) : null}
      </span>
      <BaseCombobox.ItemIndicator render={<Check aria-hidden className="text-accent" />} />
    </BaseCombobox.Item>
  );
}
