"use client";

import { useFormatter, useTranslations } from "use-intl";
import { timeDistance } from "./time-distance.ts";
import { useClock, useIsHydrated } from "./use-clock.ts";

interface RelativeTimeProps {
  /** An ISO time; `null` is "never". */
  value: string | null | undefined;
  /** Other words for "never". */
  fallback?: string;
  className?: string;
}

/** "4 min ago" that keeps itself true, with the exact moment as its title. */
export function RelativeTime({ value, fallback, className }: RelativeTimeProps) {
  const t = useTranslations("ui.time");
  const exact = useExactTime(value);
  const words = useRelativeTime(value);
  if (!value) return <span className={className}>{fallback ?? t("never")}</span>;
  return (
    <time dateTime={value} title={exact} className={className}>
      {words}
    </time>
  );
}

/** The words of `RelativeTime`, to stand within others; empty for no time. */
export function useRelativeTime(value: string | null | undefined): string {
  const t = useTranslations("ui.time");
  const now = useClock();
  const day = useExactTime(value, "day");
  if (!value) return "";
  const { key, count } = timeDistance(Date.parse(value), now);
  return key === "date" ? day : t(key, { count });
}

/** The exact moment, in the reader's time zone once it is known (UTC before that). */
export function useExactTime(
  value: string | null | undefined,
  precision: "second" | "minute" | "day" = "second",
): string {
  const format = useFormatter();
  const isHydrated = useIsHydrated();
  if (!value) return "";
  const timeZone = isHydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
  const day = { year: "numeric", month: "short", day: "numeric", timeZone } as const;
  if (precision === "day") return format.dateTime(new Date(value), day);
  const second = precision === "second" ? ({ second: "2-digit" } as const) : {};
  return format.dateTime(new Date(value), {
    ...day,
    hour: "2-digit",
    minute: "2-digit",
    ...second,
    hourCycle: "h23",
    timeZoneName: "short",
  });
}

/** The exact moment as text, for facts and logs. */
export function ExactTime({
  value,
  precision = "minute",
  className,
}: RelativeTimeProps & { precision?: "second" | "minute" | "day" }) {
  const text = useExactTime(value, precision);
  return value ? (
    <time dateTime={value} className={className}>
      {text}
    </time>
  ) : null;
}
