"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { type ButtonLook, buttonClass } from "./button-class.ts";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";

export interface ButtonProps extends ComponentPropsWithRef<"button">, ButtonLook {
  icon?: ReactNode;
  /** Keeps its width and its focus, shows a spinner and ignores presses. */
  isPending?: boolean;
}

/** A button whose words name the act. `type` is "button" unless told otherwise. */
export function Button({
  variant,
  size,
  icon,
  isPending = false,
  disabled,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <BaseButton
      focusableWhenDisabled
      {...rest}
      disabled={disabled || isPending}
      aria-busy={isPending || undefined}
      className={cn(buttonClass({ variant, size }), className)}
    >
      {isPending ? <Spinner className="absolute text-current" /> : null}
      <span className={cn("inline-flex items-center gap-2", isPending && "opacity-0")}>
        {icon}
        {children}
      </span>
    </BaseButton>
  );
}
