import type { ComponentPropsWithRef } from "react";
import { cn } from "./cn.ts";
import { controlClass } from "./control-class.ts";

interface TextareaProps extends ComponentPropsWithRef<"textarea"> {
  isMono?: boolean;
}

/** Several lines of text; grows with what is typed where the browser can. */
export function Textarea({ isMono, className, ...rest }: TextareaProps) {
  return (
    <textarea
      {...rest}
      spellCheck={isMono ? false : rest.spellCheck}
      className={cn(
        controlClass({ isMono, kind: "area" }),
        "field-sizing-content max-h-96 resize-y",
        className,
      )}
    />
  );
}
