import type { ComponentPropsWithRef } from "react";
import { cn } from "./cn.ts";
import { controlClass } from "./control-class.ts";

interface InputProps extends ComponentPropsWithRef<"input"> {
  /** For what a machine reads: ids, URLs, scopes. Also turns off spelling and capitals. */
  isMono?: boolean;
}

const machineText = { spellCheck: false, autoCapitalize: "none", autoCorrect: "off" } as const;

/** One line of text. */
export function Input({ isMono, className, ...rest }: InputProps) {
  return (
    <input {...(isMono ? machineText : {})} {...rest} className={cn(controlClass({ isMono }), className)} />
  );
}
