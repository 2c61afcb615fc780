"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useApiKeyColumns } from "./columns.tsx";
import { CreateApiKeyDialog } from "./create-api-key-dialog.tsx";
import { useApiKeys } from "./queries.ts";

/** Settings → API keys. */
export function ApiKeysTable({ origin }: { origin: string }) {
  const t = useTranslations("apiKeys");
  const columns = useApiKeyColumns();
  const paging = useKeysetPaging();
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      query={useApiKeys(paging.cursor)}
      paging={paging}
      getRowId={({ id }) => id}
      empty={
        <EmptyState
          icon={<KeyRound />}
          title={t("emptyTitle")}
          steps={[t("emptyStep1"), t("emptyStep2"), t("emptyStep3")]}
          action={<CreateApiKeyDialog origin={origin} />}
        >
          {t("emptyDetail")}
        </EmptyState>
      }
    />
  );
}
