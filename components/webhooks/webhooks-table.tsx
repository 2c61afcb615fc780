"use client";

import { Webhook as WebhookIcon } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { AddWebhookDialog } from "./add-webhook-dialog.tsx";
import { useWebhookColumns } from "./columns.tsx";
import { useWebhooks } from "./queries.ts";

/** Settings → Webhooks. */
export function WebhooksTable() {
  const t = useTranslations("webhooks");
  return (
    <DataTable
      label={t("title")}
      columns={useWebhookColumns()}
      query={useWebhooks()}
      getRowId={({ id }) => id}
      getRowHref={({ id }) => `/settings/webhooks/${id}` as Route}
      empty={
        <EmptyState
          icon={<WebhookIcon />}
          title={t("emptyTitle")}
          steps={[t("emptyStep1"), t("emptyStep2"), t("emptyStep3")]}
          action={<AddWebhookDialog />}
        >
          {t("emptyDetail")}
        </EmptyState>
      }
    />
  );
}
