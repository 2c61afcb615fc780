"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { UsageReport } from "#lib/gateway/contract.ts";

/** Who called, and where to, the busiest first. */
export function UsageCallers({ callers }: Pick<UsageReport, "callers">) {
  const t = useTranslations("gateway.usage");
  const format = useFormatter();
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{t("callers")}</caption>
      <thead className="border-b border-line text-sm text-ink-3">
        <tr>
          <th scope="col" className="py-2 pr-4 font-medium">
            {t("caller")}
          </th>
          <th scope="col" className="hidden py-2 pr-4 font-medium sm:table-cell">
            {t("host")}
          </th>
          <th scope="col" className="py-2 pr-4 text-right font-medium">
            {t("requests")}
          </th>
          <th scope="col" className="py-2 text-right font-medium">
            {t("failed")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y">
        {callers.map(({ id, name, host, count, failed }) => (
          <tr key={`${id} ${host}`}>
            <td className="max-w-56 py-2 pr-4 wrap-anywhere text-ink">
              {name ?? t("gone")}
              <span className="block text-sm text-ink-3 sm:hidden">{host}</span>
            </td>
            <td className="hidden py-2 pr-4 wrap-anywhere text-ink-2 sm:table-cell">{host}</td>
            <td className="py-2 pr-4 text-right tabular-nums">{format.number(count)}</td>
            <td className="py-2 text-right tabular-nums">{format.number(failed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
