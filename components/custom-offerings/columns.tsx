"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { MarkedName } from "#components/ui/marked-name.tsx";
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
            <MarkedName mark={original} name={original.displayName}>
              {t("place", { provider: original.provider, category: original.category })}
            </MarkedName>
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
