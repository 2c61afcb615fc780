"use client";

import { useMemo } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { MarkedName } from "#components/ui/marked-name.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { type Status, StatusChip } from "#components/ui/status-chip.tsx";
import { issuesTokens } from "#lib/core/provider.ts";
import type { IntegrationHealth } from "#lib/gateway/contract.ts";
import { CallStrip } from "./call-strip.tsx";
import { CheckNow } from "./check-now.tsx";

const column = dataColumns<IntegrationHealth>();

const chips: Record<IntegrationHealth["state"], Status> = {
  healthy: "active",
  failing: "needs-attention",
  paused: "disabled",
  draft: "draft",
};

/** The columns of Settings → Integrations. */
export function useHealthColumns(canVerify: boolean) {
  const t = useTranslations("integrations.health");
  return useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("integration"),
          cell: ({ row: { original } }) => (
            <MarkedName mark={original.offering} name={original.name}>
              {original.offering.displayName}
            </MarkedName>
          ),
        }),
        column.display({
          id: "state",
          header: t("state"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <State health={original} />,
        }),
        column.display({
          id: "lastCheck",
          header: t("lastCheck"),
          cell: ({ row: { original } }) => <LastCheck check={original.lastCheck} />,
        }),
        column.display({
          id: "errors",
          header: t("errors"),
          meta: { align: "end" },
          cell: ({ row: { original } }) => <ErrorRate calls={original.calls} />,
        }),
        column.display({
          id: "strip",
          header: t("hours"),
          cell: ({ row: { original } }) => <CallStrip calls={original.calls} hours={original.hours} />,
        }),
        column.display({
          id: "actions",
          cell: ({ row: { original } }) =>
            canVerify && issuesTokens(original.kind) ? (
              <CheckNow id={original.id} name={original.name} />
            ) : null,
        }),
      ]),
    [t, canVerify],
  );
}

function State({ health: { state, cause, heldConnections } }: { health: IntegrationHealth }) {
  const t = useTranslations("integrations.health");
  return (
    <span className="grid justify-items-start gap-1">
      <StatusChip status={chips[state]} label={t(`states.${state}`)} />
      {cause ? (
        <span className="max-w-72 text-left text-sm text-ink-2">
          {t(`causes.${cause}`, { count: heldConnections })}
        </span>
      ) : null}
    </span>
  );
}

function LastCheck({ check }: { check: IntegrationHealth["lastCheck"] }) {
  const t = useTranslations("integrations.health");
  if (!check) return <span className="text-ink-3">{t("neverChecked")}</span>;
  return (
    <span className="block">
      <RelativeTime value={check.at} className="block whitespace-nowrap" />
      <span className="block text-sm text-ink-3">{t(`verdicts.${check.verdict}`)}</span>
    </span>
  );
}

function ErrorRate({ calls: { count, failed } }: Pick<IntegrationHealth, "calls">) {
  const t = useTranslations("integrations.health");
  const format = useFormatter();
  if (count === 0) return <span className="text-ink-3">{t("noCalls")}</span>;
  return (
    <span className="block">
      {format.number(failed / count, { style: "percent", maximumFractionDigits: 1 })}
      <span className="block text-sm whitespace-nowrap text-ink-3">{t("ofCalls", { count })}</span>
    </span>
  );
}
