"use client";

import { Tooltip as BaseTooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { usePopupContainer } from "./popup-container.tsx";

interface TooltipProps {
  content: ReactNode;
  /** The element that is pointed at; it keeps its own accessible name. */
  children: ReactElement;
  side?: "top" | "bottom" | "left" | "right";
}

/** A short name or hint for a control. It holds nothing that is needed: touch never sees it. */
export function Tooltip({ content, children, side = "top" }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal container={usePopupContainer()}>
        <BaseTooltip.Positioner side={side} sideOffset={6} className="z-50">
          <BaseTooltip.Popup className="motion-popup max-w-72 rounded-sm bg-ink px-2 py-1 text-xs text-ground shadow-popup">
            {content}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}

export const TooltipProvider = BaseTooltip.Provider;
