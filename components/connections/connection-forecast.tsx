"use client";

import { useTranslations } from "use-intl";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { Connection } from "#lib/connections/contract.ts";

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const YEAR_SECONDS = 365 * DAY_SECONDS;

/** How long the connection's grant lives, and because of what; nothing for one that lives no more. */
export function ConnectionForecast({ connection: { forecast, integration } }: { connection: Connection }) {
  const t = useTranslations("connections.healthPanel.forecast");
  if (!forecast) return null;
  const { livesUntil, reason, seconds } = forecast;
  const words = reason === "grant-ends" && seconds !== null ? "grant-ends-after" : reason;
  const { unit, count } = spanOf(seconds ?? 0);
  return (
    <p className="text-ink-2">
      {livesUntil ? (
        <>
          {t("until")} <ExactTime value={livesUntil} className="font-medium text-ink" />.
        </>
      ) : (
        t("noEnd")
      )}{" "}
      {t(words, { provider: integration.displayName, time: t(unit, { count }) })}
    </p>
  );
}

/** A span in the largest unit that says it without a fraction to speak of. */
function spanOf(seconds: number) {
  if (seconds >= YEAR_SECONDS && seconds % YEAR_SECONDS < DAY_SECONDS)
    return { unit: "years", count: Math.round(seconds / YEAR_SECONDS) } as const;
  if (seconds >= 2 * DAY_SECONDS) return { unit: "days", count: Math.round(seconds / DAY_SECONDS) } as const;
  return { unit: "hours", count: Math.max(1, Math.round(seconds / HOUR_SECONDS)) } as const;
}
