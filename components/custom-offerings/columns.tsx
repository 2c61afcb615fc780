"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { OfferingSummary } from "#lib/custom-offerings/contract.ts";
import { OfferingState } from "./offering-state.tsx";

const column = dataColumns<OfferingSummary>();

/** The columns of the list of all offerings. */
export function useOfferingColumns() {
  const t = useTranslations("customOfferings.list");
  return useMemo(
    () =>
      column.columns([
        column.accessor("displayName", {
          header: t("name"),
          cell: ({ row: { original } }) => (
            <span className="flex min-w-0 items-center gap-3">
              <ProviderMark provider={original.provider} name={original.displayName} />
              <span className="min-w-0">
                <span className="block wrap-anywhere">{original.displayName}</span>
                <span className="block text-sm font-normal text-ink-3">
                  {t("place", { provider: original.provider, category: original.category })}
                </span>
              </span>
            </span>
          ),
        }),
        column.display({
          id: "state",
          header: t("state"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <OfferingState offering={original} />,
        }),
        column.accessor("integrationCount", { header: t("integrations"), meta: { align: "end" } }),
        column.accessor("updatedAt", {
          header: t("updated"),
          meta: { isHiddenOnCards: true, className: "whitespace-nowrap" },
          cell: ({ row: { original } }) =>
            original.updatedAt ? <RelativeTime value={original.updatedAt} /> : null,
        }),
      ]),
    [t],
  );
}
