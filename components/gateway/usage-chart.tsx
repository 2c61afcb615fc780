"use client";

import { useFormatter, useTranslations } from "use-intl";
import { useExactTime } from "#components/ui/relative-time.tsx";
import type { UsageReport } from "#lib/gateway/contract.ts";

const kinds = [
  { kind: "succeeded", fill: "fill-accent" },
  { kind: "refused", fill: "fill-warn" },
  { kind: "failed", fill: "fill-bad" },
] as const;

const HEIGHT = 96;
const STEP = 12;
const GAP = 2;

/** Bars of requests by time and outcome. The picture has its sum as its name; each bar says its own numbers. */
export function UsageChart({ usage }: { usage: UsageReport }) {
  const t = useTranslations("gateway.usage");
  const { series, total } = usage;
  const since = useExactTime(usage.since, "minute");
  const highest = Math.max(
    1,
    ...series.map(({ succeeded, refused, failed }) => succeeded + refused + failed),
  );
  return (
    <figure className="grid gap-2.5">
      <svg
        role="img"
        aria-label={t("chart", { count: total.count, failed: total.failed, since })}
        viewBox={`0 0 ${series.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-28 w-full overflow-visible border-b border-line-strong"
      >
        {series.map((step, index) => (
          <Bar key={step.at} step={step} x={index * STEP} scale={HEIGHT / highest} />
        ))}
      </svg>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        <Legend className="bg-accent">{t("succeeded")}</Legend>
        <Legend className="bg-warn">{t("refused")}</Legend>
        <Legend className="bg-bad">{t("failedBars")}</Legend>
        <span className="ml-auto text-ink-3">{t("since", { since })}</span>
      </figcaption>
    </figure>
  );
}

function Legend({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`size-2.5 rounded-[3px] ${className}`} />
      {children}
    </span>
  );
}

interface BarProps {
  step: UsageReport["series"][number];
  x: number;
  /** Units of height for one request. */
  scale: number;
}

function Bar({ step, x, scale }: BarProps) {
  const t = useTranslations("gateway.usage");
  const format = useFormatter();
  const time = format.dateTime(new Date(step.at), { dateStyle: "medium", timeStyle: "short" });
  let top = HEIGHT;
  return (
    <g>
      <title>{t("bar", { ...step, time })}</title>
      <rect x={x} y={0} width={STEP} height={HEIGHT} className="fill-transparent hover:fill-raised" />
      {kinds.map(({ kind, fill }) => {
        const count = step[kind];
        if (count === 0) return null;
        const height = Math.max(1.5, count * scale);
        top -= height;
        return (
          <rect
            key={kind}
            x={x + GAP / 2}
            y={Math.max(0, top)}
            width={STEP - GAP}
            height={height}
            className={`pointer-events-none ${fill}`}
          />
        );
      })}
    </g>
  );
}
