"use client";

import type { Route } from "next";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { UsageRange, UsageReport } from "#lib/gateway/contract.ts";
import type { UsageOf } from "./keys.ts";
import { useUsage } from "./queries.ts";
import { UsageCallers } from "./usage-callers.tsx";
import { UsageChart } from "./usage-chart.tsx";

const ranges = ["hour", "day", "week", "month"] as const satisfies readonly UsageRange[];

/** What went through a connection or an integration: how much, when, how it ended, by whom and where to. */
export function UsagePanel(of: UsageOf) {
  const t = useTranslations("gateway.usage");
  const [range, setRange] = useState<UsageRange>("day");
  const { data: usage, error, isPending, refetch } = useUsage(of, range);
  return (
    <Panel
      title={t("title")}
      description={usage?.isOwnOnly ? t("ownOnly") : t("description")}
      action={
        <SegmentFilter
          label={t("range")}
          options={ranges.map((value) => ({ value, label: t(`ranges.${value}`) }))}
          value={range}
          onValueChange={setRange}
        />
      }
    >
      {isPending ? (
        <Loading className="grid gap-3">
          <Skeleton className="w-52" />
          <Skeleton className="h-28 w-full" />
        </Loading>
      ) : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {usage && usage.total.count === 0 ? <p className="text-ink-3">{t("empty")}</p> : null}
      {usage && usage.total.count > 0 ? (
        <div className="grid gap-5">
          <Totals total={usage.total} />
          <UsageChart usage={usage} />
          <UsageCallers callers={usage.callers} />
          <LinkButton className="justify-self-start" href={`/settings/audit-log?${trailOf(of)}` as Route}>
            {t("trail")}
          </LinkButton>
        </div>
      ) : null}
    </Panel>
  );
}

/** The same calls in the audit log. */
function trailOf({ noun, id }: UsageOf): string {
  const name = noun === "connections" ? "connection" : "integration";
  return new URLSearchParams({ action: "connection.use", [name]: id }).toString();
}

function Totals({ total }: { total: UsageReport["total"] }) {
  const t = useTranslations("gateway.usage");
  const format = useFormatter();
  const bytes = inUnit(total.bytesOut);
  const facts = [
    [t("requests"), format.number(total.count)],
    [t("failed"), format.number(total.failed)],
    [
      t("received"),
      format.number(bytes.amount, {
        style: "unit",
        unit: bytes.unit,
        unitDisplay: "short",
        maximumFractionDigits: bytes.amount < 10 ? 1 : 0,
      }),
    ],
    [t("added"), total.addedMs === null ? "–" : t("addedMs", { ms: toThreeDigits(total.addedMs) })],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-sm text-ink-3">{label}</dt>
          <dd className="text-lg font-semibold text-ink tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** An amount of bytes in the largest unit that leaves at least one of it. */
function inUnit(count: number): { amount: number; unit: (typeof units)[number] } {
  const step = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), units.length - 1);
  return { amount: count / 1_000 ** step, unit: units[step] ?? "byte" };
}

function toThreeDigits(value: number): number {
  return Number(value.toPrecision(3));
}
