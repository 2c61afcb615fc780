"use client";

import { RotateCcw, ScanText } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusChip } from "#components/ui/status-chip.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Delivery } from "#lib/webhooks/contract.ts";
import { DeliveryAnswer } from "./delivery-answer.tsx";
import { DeliveryFacts } from "./delivery-facts.tsx";
import { useEventLabel } from "./event-label.ts";
import { useReplayDelivery } from "./queries.ts";

const column = dataColumns<Delivery>();

/** The columns of a webhook's deliveries. */
export function useDeliveryColumns() {
  const t = useTranslations("webhooks.deliveries");
  return useMemo(
    () =>
      column.columns([
        column.accessor("type", {
          header: t("event"),
          cell: ({ row: { original } }) => <Event delivery={original} />,
        }),
        column.accessor("state", {
          header: t("state"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <DeliveryState delivery={original} />,
        }),
        column.display({
          id: "answer",
          header: t("answer"),
          meta: { className: "sm:max-w-64" },
          cell: ({ row: { original } }) => <DeliveryAnswer delivery={original} />,
        }),
        column.accessor("nextAttemptAt", {
          header: t("next"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.nextAttemptAt} fallback="—" />,
        }),
        column.accessor("createdAt", {
          header: t("written"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.createdAt} />,
        }),
        column.display({ id: "actions", cell: ({ row: { original } }) => <Acts delivery={original} /> }),
      ]),
    [t],
  );
}

function Event({ delivery: { type, connectionId } }: { delivery: Delivery }) {
  const labelOf = useEventLabel();
  return (
    <span className="block">
      <span className="block">{labelOf(type)}</span>
      <code className="block text-sm font-normal wrap-anywhere text-ink-3">{connectionId ?? type}</code>
    </span>
  );
}

function DeliveryState({ delivery: { state, attempts } }: { delivery: Delivery }) {
  const t = useTranslations("webhooks.deliveries");
  if (state === "delivered") return <StatusChip status="active" label={t("delivered")} />;
  if (state === "failed") return <StatusChip status="needs-attention" label={t("failed")} />;
  if (attempts === 0) return <StatusChip status="pending" label={t("pending")} />;
  return <StatusChip status="retrying" label={t("retrying", { count: attempts })} />;
}

function Acts({ delivery }: { delivery: Delivery }) {
  const t = useTranslations("webhooks.deliveries");
  const event = useEventLabel()(delivery.type);
  const replay = useReplayDelivery(delivery.webhookId);
  return (
    <span className="inline-flex gap-1">
      <Dialog
        size="lg"
        title={event}
        trigger={<IconButton label={t("details", { event })} icon={<ScanText aria-hidden />} size="sm" />}
      >
        <DeliveryFacts delivery={delivery} />
      </Dialog>
      <IconButton
        label={t("replayNamed", { event })}
        icon={<RotateCcw aria-hidden />}
        size="sm"
        disabled={replay.isPending}
        onClick={() => replay.mutate(delivery.id, { onSuccess: () => toast(t("replayed")) })}
      />
    </span>
  );
}
