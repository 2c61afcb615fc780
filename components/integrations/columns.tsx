"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { MarkedName } from "#components/ui/marked-name.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { IntegrationStatus } from "./integration-status.tsx";
import { NearEnd, useSecretEnd } from "./secret-end.tsx";

const column = dataColumns<Integration>();

/** The columns of the integrations list. */
export function useIntegrationColumns() {
  const t = useTranslations("integrations.list");
  return useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("name"),
          meta: { sortKey: "name" },
          cell: ({ row: { original } }) => (
            <MarkedName mark={original.offering} name={original.name}>
              {original.offering.displayName}
            </MarkedName>
          ),
        }),
        column.display({
          id: "status",
          header: t("status"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => (
            <span className="grid justify-items-start gap-1">
              <IntegrationStatus integration={original} />
              <SecretEnding expiresOn={original.clientSecret.expiresOn} />
            </span>
          ),
        }),
        column.accessor("connectionCount", { header: t("connections"), meta: { align: "end" } }),
        column.accessor("createdAt", {
          header: t("created"),
          meta: { sortKey: "created", isHiddenOnCards: true },
          cell: ({ getValue }) => <RelativeTime value={getValue<string>()} />,
        }),
      ]),
    [t],
  );
}

function SecretEnding({ expiresOn }: { expiresOn: string | null }) {
  const t = useTranslations("integrations.secretEnd");
  const end = useSecretEnd(expiresOn);
  return end?.isNear ? <NearEnd end={{ ...end, words: t("clientSecret", { words: end.words }) }} /> : null;
}
