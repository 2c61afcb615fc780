"use client";

import { useTranslations } from "use-intl";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { WorkspaceImpact } from "#lib/workspaces/contract.ts";

const counted = ["members", "integrations", "apiKeys", "applications", "customApis", "webhooks"] as const;

/** What goes with a workspace, in words: what people feel most first. */
export function WorkspaceImpactList({ impact }: { impact: WorkspaceImpact | undefined }) {
  const t = useTranslations("workspaces.deletion");
  if (!impact) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  const { connections, recentCalls, firstIntegrations, integrations } = impact;
  const shown = counted.filter((name) => impact[name] > 0);
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">{t("impactConnections", { count: connections })}</p>
      <p>{t("impactCalls", { count: recentCalls })}</p>
      <ul className="grid list-disc gap-0.5 pl-4 wrap-anywhere">
        {shown.map((name) => (
          <li key={name}>
            {t(`counts.${name}`, { count: impact[name] })}
            {name === "integrations"
              ? t("named", {
                  names: firstIntegrations.join(", "),
                  more: integrations - firstIntegrations.length,
                })
              : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
