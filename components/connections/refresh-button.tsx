"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { toast } from "#components/ui/toast.tsx";
import { readProblem } from "#lib/browser/problem-error.ts";
import type { Connection } from "#lib/connections/contract.ts";
import { useRefreshConnection } from "./queries.ts";

/** Renews the token of one connection in a list; what goes wrong and is not in the row's own words stands below it. */
export function RefreshButton({ connection, name }: { connection: Connection; name: string }) {
  const t = useTranslations("connections");
  const refresh = useRefreshConnection(connection.id);
  const problem = refresh.isError ? readProblem(refresh.error) : null;
  // Once a minute is a rule of ours and no trouble of the connection.
  const isLately = problem?.code === "rate-limited";
  return (
    <>
      <IconButton
        label={t("standing.refresh", { name })}
        icon={<RotateCw aria-hidden className={refresh.isPending ? "animate-spin" : undefined} />}
        size="sm"
        disabled={refresh.isPending}
        onClick={() => refresh.mutate(undefined, { onSuccess: () => toast(t("refreshedNow")) })}
      />
      <span
        role="status"
        className={cn(
          "order-last basis-full text-right text-sm empty:hidden max-sm:text-left",
          isLately ? "text-ink-2" : "text-bad",
        )}
      >
        {refresh.isError
          ? isLately
            ? t("healthPanel.lately")
            : (problem?.detail ?? t("standing.notRefreshed"))
          : null}
      </span>
    </>
  );
}
