"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { copyText } from "#lib/browser/copy-text.ts";
import { Button, type ButtonProps } from "./button.tsx";

interface CopyButtonProps extends Pick<ButtonProps, "variant" | "size" | "className"> {
  text: string;
  /** What is copied, for people who hear the page: "Copy callback URL". */
  label: string;
  /** The words on the button, when "Copy" is too little. */
  children?: string;
}

/** Copies, and says on the button and aloud whether it worked. */
export function CopyButton({ text, label, children, ...look }: CopyButtonProps) {
  const t = useTranslations("ui");
  const [result, setResult] = useState<"copied" | "failed" | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    setResult((await copyText(text)) ? "copied" : "failed");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setResult(null), 2000);
  }

  const words =
    result === "copied" ? t("copied") : result === "failed" ? t("copyFailed") : (children ?? t("copy"));
  return (
    <>
      <Button
        {...look}
        aria-label={label}
        icon={result === "copied" ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
        onClick={() => void copy()}
      >
        {words}
      </Button>
      <span role="status" className="sr-only">
        {result ? words : ""}
      </span>
    </>
  );
}
