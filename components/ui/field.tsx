"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./cn.ts";
import { Label } from "./label.tsx";

/** What ties a control to its label, hint and error. Spread it on the control. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  isRequired?: boolean;
  /** Says "optional" beside the label; for forms in which most fields are needed. */
  isOptional?: boolean;
  /** A given id, so that an error summary can link here. */
  id?: string;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** A labelled control with its hint and its error, wired for assistive technology. */
export function Field({ label, hint, error, isRequired, isOptional, id, className, children }: FieldProps) {
  const t = useTranslations("ui");
  const generated = useId();
  const controlId = id ?? generated;
  const hintId = `${controlId}-hint`;
  const errorId = `${controlId}-error`;
  const describedBy = [hint ? hintId : "", error ? errorId : ""].filter(Boolean).join(" ");

  return (
    <div className={cn("grid gap-1.5", className)}>
      <div className="flex items-baseline gap-2">
        <Label htmlFor={controlId}>{label}</Label>
        {isOptional ? <span className="text-sm text-ink-3">{t("optional")}</span> : null}
      </div>
      {children({
        id: controlId,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": isRequired || undefined,
      })}
      {error ? <FieldError id={errorId}>{error}</FieldError> : null}
      {hint ? (
        <div id={hintId} className="text-sm text-ink-3">
          {hint}
        </div>
      ) : null}
    </div>
  );
}

/** What is wrong with one control, in words, with its sign. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm text-bad">
      <CircleAlert aria-hidden className="mt-0.75 size-3.5 shrink-0" />
      {children}
    </p>
  );
}
