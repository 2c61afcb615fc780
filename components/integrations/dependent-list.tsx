"use client";

import { useTranslations } from "use-intl";
import type { IntegrationImpact } from "#lib/integrations/contract.ts";

interface DependentListProps {
  first: IntegrationImpact["first"];
  /** How many there are in all. */
  total: number;
}

/** The first connections that something is about, by the names of account and owner, and how many more there are. */
export function DependentList({ first, total }: DependentListProps) {
  const t = useTranslations("integrations.danger");
  const rest = total - first.length;
  return (
    <ul className="grid list-disc gap-0.5 pl-4">
      {first.map(({ connectionId, account, owner }) => (
        <li key={connectionId} className="wrap-anywhere">
          {t("impactRow", { account: account ?? t("unnamedAccount"), owner: owner.name })}
        </li>
      ))}
      {rest > 0 ? <li>{t("andMore", { count: rest })}</li> : null}
    </ul>
  );
}
