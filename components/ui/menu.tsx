"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn.ts";
import { choiceClass, popupClass } from "./popup-class.ts";
import { usePopupContainer } from "./popup-container.tsx";

interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  className?: string;
}

/** A list of acts behind a button. Holds `MenuItem`, `MenuChoices`, `MenuSeparator`. */
export function Menu({ trigger, children, align = "end", side = "bottom", className }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal container={usePopupContainer()}>
        <BaseMenu.Positioner align={align} side={side} sideOffset={5} collisionPadding={8} className="z-50">
          <BaseMenu.Popup className={cn(popupClass, "min-w-44 p-1", className)}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  children: ReactNode;
  onClick: () => void;
  disabled?: boolean;
  tone?: "danger";
}

const itemClass = cn(choiceClass, "text-ink-2 data-highlighted:text-ink");

/** One act. A dangerous one opens an `AlertDialog`; the menu never does it at once. */
export function MenuItem({ icon, children, onClick, disabled, tone }: MenuItemProps) {
  return (
    <BaseMenu.Item
      onClick={onClick}
      disabled={disabled}
      className={cn(
        itemClass,
        tone === "danger" && "text-bad data-highlighted:bg-bad-soft data-highlighted:text-bad",
      )}
    >
      {icon}
      {children}
    </BaseMenu.Item>
  );
}

interface MenuChoicesProps<T extends string> {
  label: ReactNode;
  value: T;
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[];
}

/** One of a few settings, inside a menu. */
export function MenuChoices<T extends string>({ label, value, onValueChange, options }: MenuChoicesProps<T>) {
  return (
    <BaseMenu.RadioGroup value={value} onValueChange={(next) => onValueChange(next as T)}>
      <BaseMenu.Group>
        <BaseMenu.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-3">
          {label}
        </BaseMenu.GroupLabel>
        {options.map((option) => (
          <BaseMenu.RadioItem key={option.value} value={option.value} className={itemClass}>
            {option.icon}
            <span className="flex-1">{option.label}</span>
            <BaseMenu.RadioItemIndicator render={<Check aria-hidden className="text-accent" />} />
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.Group>
    </BaseMenu.RadioGroup>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="mx-1 my-1 h-px bg-line" />;
}
