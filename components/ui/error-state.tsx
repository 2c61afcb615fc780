"use client";

import { CloudAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { readProblem } from "#lib/browser/problem-error.ts";
import { Button } from "./button.tsx";
import { RequestId } from "./error-notice.tsx";

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  /** A further way out, e.g. a link home. */
  action?: ReactNode;
}

/** A whole page or panel that could not be had: what, request id, retry. Beside content, use `ErrorNotice`. */
export function ErrorState({ error, onRetry, action }: ErrorStateProps) {
  const t = useTranslations("ui");
  const problem = readProblem(error);
  return (
    <div role="alert" className="mx-auto grid max-w-md justify-items-start gap-4 px-5 py-10">
      <span aria-hidden className="grid size-10 place-items-center rounded-xl bg-bad-soft text-bad">
        <CloudAlert className="size-5" />
      </span>
      <div>
        <h2 className="text-lg font-semibold text-ink">{problem?.title ?? t("unexpectedError")}</h2>
        <p className="mt-1 text-ink-2">{problem?.detail ?? t("unexpectedErrorDetail")}</p>
        {problem?.requestId ? <RequestId id={problem.requestId} /> : null}
      </div>
      {onRetry || action ? (
        <div className="flex flex-wrap gap-2">
          {onRetry ? <Button onClick={onRetry}>{t("retry")}</Button> : null}
          {action}
        </div>
      ) : null}
    </div>
  );
}
