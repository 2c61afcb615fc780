"use client";

import { Hourglass, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import { useClock } from "#components/ui/use-clock.ts";
import { daysUntil, secretNoticeDays } from "#lib/core/day.ts";

/** How a noted end of a client secret stands: far away, within 30 days, or past; `null` without a note. */
export function useSecretEnd(expiresOn: string | null) {
  const t = useTranslations("integrations.secretEnd");
  const now = useClock();
  if (expiresOn === null) return null;
  const days = daysUntil(expiresOn, new Date(now));
  const isNear = days <= secretNoticeDays[0];
  const words = days < 0 ? t("ended", { days: -days }) : t("ends", { days });
  return { days, isNear, isPast: days < 0, words };
}

/** The day on which a secret ends, with how near that is. */
export function SecretEnd({ expiresOn, fallback }: { expiresOn: string | null; fallback: string }) {
  const format = useFormatter();
  const end = useSecretEnd(expiresOn);
  if (!end || expiresOn === null) return <span className="text-ink-3">{fallback}</span>;
  const day = format.dateTime(new Date(expiresOn), {
    year: "numeric",
    month: "short",
    day: "numeric",
    timeZone: "UTC",
  });
  return (
    <>
      <time dateTime={expiresOn}>{day}</time>
      {end.isNear ? <NearEnd end={end} className="justify-end" /> : null}
    </>
  );
}

/** The words for an end that is near or past: sign, words and colour. */
export function NearEnd({ end, className }: { end: { isPast: boolean; words: string }; className?: string }) {
  const Icon = end.isPast ? TriangleAlert : Hourglass;
  return (
    <span
      className={cn("flex items-center gap-1.5 text-sm", end.isPast ? "text-bad" : "text-warn", className)}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {end.words}
    </span>
  );
}
