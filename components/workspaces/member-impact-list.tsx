"use client";

import { useTranslations } from "use-intl";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { MemberImpact } from "#lib/workspaces/contract.ts";

/** What ends or moves with a membership, in words, and the newest connections by name. */
export function MemberImpactList({ impact }: { impact: Omit<MemberImpact, "heirs"> | undefined }) {
  const t = useTranslations("workspaces.members");
  if (!impact) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  const { personalConnections, sharedConnections, keys, first } = impact;
  if (personalConnections + sharedConnections + keys === 0) return <p>{t("nothingDepends")}</p>;
  return (
    <div className="grid gap-1.5">
      {personalConnections > 0 ? (
        <p className="font-medium text-ink">{t("impactPersonal", { count: personalConnections })}</p>
      ) : null}
      {sharedConnections > 0 ? <p>{t("impactShared", { count: sharedConnections })}</p> : null}
      {keys > 0 ? <p>{t("impactKeys", { count: keys })}</p> : null}
      <ul className="grid list-disc gap-0.5 pl-4 wrap-anywhere">
        {first.map(({ connectionId, account, integration, isShared }) => (
          <li key={connectionId}>
            {t(isShared ? "impactRowShared" : "impactRow", {
              account: account ?? t("unnamedAccount"),
              integration: integration.name,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
