"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { type ButtonLook, buttonClass } from "./button-class.ts";
import { cn } from "./cn.ts";
import { Tooltip } from "./tooltip.tsx";

interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "children">, ButtonLook {
  /** What it does, in words: the accessible name and the tooltip. */
  label: string;
  icon: ReactNode;
}

/** A square button that is only an icon; its name stands in a tooltip. */
export function IconButton({ label, icon, variant = "quiet", size, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <BaseButton
        {...rest}
        aria-label={label}
        className={cn(buttonClass({ variant, size, isSquare: true }), className)}
      >
        {icon}
      </BaseButton>
    </Tooltip>
  );
}
