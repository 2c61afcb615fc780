import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

interface LabelProps extends ComponentProps<"label"> {
  htmlFor: string;
}

/** The name of a control. */
export function Label({ htmlFor, className, children, ...rest }: LabelProps) {
  return (
    <label htmlFor={htmlFor} {...rest} className={cn("text-base font-medium text-ink", className)}>
      {children}
    </label>
  );
}
