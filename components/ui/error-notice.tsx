"use client";

import { useTranslations } from "use-intl";
import { readProblem } from "#lib/browser/problem-error.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

interface ErrorNoticeProps {
  error: unknown;
  onRetry?: () => void;
  className?: string;
}

/** An error where it arose: what happened, the way out, the request id to quote, and Retry where that helps. */
export function ErrorNotice({ error, onRetry, className }: ErrorNoticeProps) {
  const t = useTranslations("ui");
  const problem = readProblem(error);
  return (
    <Notice
      tone="bad"
      isAnnounced
      title={problem?.title ?? t("unexpectedError")}
      className={className}
      action={
        onRetry ? (
          <Button size="sm" onClick={onRetry}>
            {t("retry")}
          </Button>
        ) : null
      }
    >
      <p>{problem?.detail ?? t("unexpectedErrorDetail")}</p>
      {problem?.requestId ? <RequestId id={problem.requestId} /> : null}
    </Notice>
  );
}

/** The id under which the server logged it. */
export function RequestId({ id }: { id: string }) {
  const t = useTranslations("ui");
  return (
    <p className="mt-1 text-sm text-ink-3">
      {t("requestId")} <code className="wrap-anywhere select-all">{id}</code>
    </p>
  );
}
