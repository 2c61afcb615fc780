"use client";

import { useTranslations } from "use-intl";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { DependentList } from "./dependent-list.tsx";
import type { useIntegrationImpact } from "./queries.ts";

/** What stops working: connections, people, last use, the first five by name; fetched while the dialog is open. */
export function BlastRadius({ impact }: { impact: ReturnType<typeof useIntegrationImpact> }) {
  const t = useTranslations("integrations.danger");
  const { data, error } = impact;
  if (error) return <ErrorNotice error={error} onRetry={() => void impact.refetch()} />;
  if (!data) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  if (data.connections === 0) return <p>{t("nothingDepends")}</p>;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">
        {t("impact", { connections: data.connections, people: data.people })}
      </p>
      <DependentList first={data.first} total={data.connections} />
      <p className="text-sm">
        {t("lastUsed")} <RelativeTime value={data.lastUsedAt} />
      </p>
    </div>
  );
}
