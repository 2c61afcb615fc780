"use client";

import { useFormatter, useTranslations } from "use-intl";

/** Counting stops here: beyond it the exact number costs more than it tells. */
export const countLimit = 10_000;

/** Formats a count: "12 rows", "10,000+". */
export function useCount(): (total: number) => string {
  const t = useTranslations("dataTable");
  const format = useFormatter();
  return (total) =>
    total > countLimit ? t("overLimit", { limit: format.number(countLimit) }) : t("count", { count: total });
}
