"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { IntegrationHealth } from "#lib/gateway/contract.ts";

const STEP = 5;
const WIDTH = 3.5;
const HEIGHT = 24;

// Height and colour say the same, so that neither carries it alone.
const looks = {
  none: { height: 2, fill: "fill-line-strong" },
  well: { height: 12, fill: "fill-ok" },
  some: { height: 18, fill: "fill-warn" },
  most: { height: HEIGHT, fill: "fill-bad" },
} as const;

/** The last 24 hours, a bar each: the more of its calls failed, the higher. Its name says the sum. */
export function CallStrip({ calls, hours }: Pick<IntegrationHealth, "calls" | "hours">) {
  const t = useTranslations("integrations.health");
  const format = useFormatter();
  return (
    <svg
      role="img"
      aria-label={t("strip", calls)}
      viewBox={`0 0 ${hours.length * STEP} ${HEIGHT}`}
      className="h-6 w-30 shrink-0"
    >
      {hours.map(({ at, count, failed }, index) => {
        const { height, fill } = looks[lookOf(count, failed)];
        const time = format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
        return (
          <rect
            key={at}
            x={index * STEP}
            y={HEIGHT - height}
            width={WIDTH}
            height={height}
            rx={0.75}
            className={fill}
          >
            <title>{t("hour", { time, count, failed })}</title>
          </rect>
        );
      })}
    </svg>
  );
}

function lookOf(count: number, failed: number): keyof typeof looks {
  if (count === 0) return "none";
  if (failed === 0) return "well";
  return failed * 2 >= count ? "most" : "some";
}
