"use client";

import { Inbox } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { toast } from "#components/ui/toast.tsx";
import { deliveryStates, type Webhook } from "#lib/webhooks/contract.ts";
import { useDeliveryColumns } from "./delivery-columns.tsx";
import { useDeliveries, useReplayFailed } from "./queries.ts";

const KEPT_MS = 30 * 24 * 3_600_000;

/** What was and is to be sent to a webhook. */
export function DeliveriesTable({ webhook: { id, isEnabled } }: { webhook: Webhook }) {
  const t = useTranslations("webhooks.deliveries");
  const columns = useDeliveryColumns();
  const paging = useKeysetPaging();
  const [{ state }, setFilter] = useQueryStates({
    state: parseAsStringLiteral(deliveryStates),
    cursor: parseAsString,
  });
  const query = useDeliveries(id, { state, cursor: paging.cursor });
  return (
    <section>
      <SectionHeader
        title={t("title")}
        description={t("description")}
        actions={isEnabled ? <ReplayFailed id={id} /> : undefined}
      />
      <FilterBar>
        <SegmentFilter
          label={t("state")}
          options={[
            { value: "all", label: t("all") },
            ...deliveryStates.map((value) => ({ value, label: t(value) })),
          ]}
          value={state ?? "all"}
          onValueChange={(next) => void setFilter({ state: next === "all" ? null : next, cursor: null })}
        />
      </FilterBar>
      <DataTable
        label={t("title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={(row) => row.id}
        isFiltered={state !== null}
        onClearFilters={() => void setFilter({ state: null, cursor: null })}
        empty={
          <EmptyState icon={<Inbox />} title={t("empty")}>
            {t("emptyDetail")}
          </EmptyState>
        }
      />
    </section>
  );
}

function ReplayFailed({ id }: { id: string }) {
  const t = useTranslations("webhooks.deliveries");
  const replay = useReplayFailed(id);
  return (
    <AlertDialog
      tone="primary"
      trigger={<Button>{t("replayFailed")}</Button>}
      title={t("replayFailedTitle")}
      description={t("replayFailedDetail")}
      actionLabel={t("replay")}
      onConfirm={async () => {
        const since = new Date(Date.now() - KEPT_MS).toISOString();
        const { replayed } = await replay.mutateAsync(since);
        toast(t("replayedCount", { count: replayed }));
      }}
    />
  );
}
