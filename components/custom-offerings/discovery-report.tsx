"use client";

import { CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel.tsx";
import type { OfferingDiscovery } from "#lib/custom-offerings/contract.ts";

const signs = {
  found: { icon: CircleCheck, ink: "text-ok" },
  missing: { icon: CircleDashed, ink: "text-ink-3" },
  warning: { icon: TriangleAlert, ink: "text-warn" },
} as const;

/** What the document told, what it left open, and what deserves a second look. */
export function DiscoveryReport({ discovery }: { discovery: OfferingDiscovery }) {
  const t = useTranslations("customOfferings.discovery");
  const order = ["warning", "missing", "found"];
  const findings = discovery.findings.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return (
    <Panel title={t("found")} description={t("foundDetail", { issuer: discovery.issuer })} isFlush>
      <ul aria-label={t("found")} className="divide-y">
        {findings.map(({ level, code, value }) => {
          const { icon: Icon, ink } = signs[level];
          return (
            <li key={`${code} ${value}`} className="flex items-start gap-3 px-5 py-2.5">
              <Icon aria-hidden className={`mt-0.75 size-4 shrink-0 ${ink}`} />
              <span className="min-w-0">
                <span className="block text-ink">
                  {t(`code.${code}`)}
                  <span className="text-ink-3">: {t(`level.${level}`)}</span>
                </span>
                {value === null ? null : (
                  <code className="block text-sm wrap-anywhere text-ink-2">{value}</code>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
