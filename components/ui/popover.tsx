"use client";

import { Popover as BasePopover } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn.ts";
import { popupClass } from "./popup-class.ts";
import { usePopupContainer } from "./popup-container.tsx";

interface PopoverProps {
  trigger: ReactElement;
  title?: ReactNode;
  children: ReactNode;
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
  /** Opens under the pointer too; press, touch and keyboard always work. */
  opensOnHover?: boolean;
  className?: string;
}

/** More about something, beside it. Reached by pointer, touch and keyboard alike. */
export function Popover({
  trigger,
  title,
  children,
  side = "bottom",
  align = "start",
  opensOnHover,
  className,
}: PopoverProps) {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} openOnHover={opensOnHover} delay={180} />
      <BasePopover.Portal container={usePopupContainer()}>
        <BasePopover.Positioner
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className="z-50"
        >
          <BasePopover.Popup
            className={cn(
              popupClass,
              "grid max-w-[min(20rem,var(--available-width))] gap-1 px-4 py-3 text-ink-2",
              className,
            )}
          >
            {title ? <BasePopover.Title className="font-medium text-ink">{title}</BasePopover.Title> : null}
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
