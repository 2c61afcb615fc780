"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { readProblem } from "#lib/browser/problem-error.ts";
import { useVerifyIntegration } from "./queries.ts";

/** Checks an integration's client at the provider; the row says what came of it. */
export function CheckNow({ id, name }: { id: string; name: string }) {
  const t = useTranslations("integrations.health");
  const verify = useVerifyIntegration(id);
  const problem = verify.isError ? readProblem(verify.error) : null;
  const verdict = verify.data?.verification?.verdict;
  return (
    <span className="grid justify-items-end gap-1">
      <IconButton
        label={t("checkNow", { name })}
        icon={<RotateCw aria-hidden className={verify.isPending ? "animate-spin" : undefined} />}
        size="sm"
        onClick={() => verify.mutate(undefined)}
      />
      <span role="status" className={verify.isError ? "max-w-60 text-sm text-bad" : "sr-only"}>
        {verify.isError ? (problem?.detail ?? t("checkFailed")) : verdict ? t(`verdicts.${verdict}`) : ""}
      </span>
    </span>
  );
}
