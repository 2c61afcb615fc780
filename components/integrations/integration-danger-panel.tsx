"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Integration, IntegrationImpact } from "#lib/integrations/contract.ts";
import { useDeleteIntegration, useIntegrationImpact, useUpdateIntegration } from "./queries.ts";

/** Pausing and deleting, each with what depends on it. */
export function IntegrationDangerPanel({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.danger");
  const update = useUpdateIntegration(integration.id);
  return (
    <Panel title={t("title")}>
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-60 text-ink-2">
            {integration.isDisabled ? t("enableDetail") : t("disableDetail")}
          </p>
          <Button
            isPending={update.isPending}
            onClick={() => update.mutate({ isDisabled: !integration.isDisabled })}
          >
            {integration.isDisabled ? t("enable") : t("disable")}
          </Button>
        </div>
        {update.isError ? <ErrorNotice error={update.error} /> : null}
        <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
          <p className="min-w-0 flex-1 basis-60 text-ink-2">{t("deleteDetail")}</p>
          <DeleteIntegrationDialog integration={integration} />
        </div>
      </div>
    </Panel>
  );
}

function DeleteIntegrationDialog({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.danger");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const impact = useIntegrationImpact(integration.id, isOpen);
  const remove = useDeleteIntegration(integration.id);
  const hasDependents = (impact.data?.connections ?? 0) > 0;

  async function confirm() {
    if (!impact.data) return;
    try {
      await remove.mutateAsync({ connections: impact.data.connections, people: impact.data.people });
    } catch (error) {
      void impact.refetch();
      throw error;
    }
    toast(t("deleted", { name: integration.name }));
    router.push("/oauth");
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="danger-quiet">{t("delete")}</Button>}
      title={t("deleteTitle", { name: integration.name })}
      description={t("deleteWarning")}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <Impact impact={impact.data} />
        )
      }
      confirmText={hasDependents ? integration.slug : undefined}
      actionLabel={t("delete")}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}

function Impact({ impact }: { impact: IntegrationImpact | undefined }) {
  const t = useTranslations("integrations.danger");
  if (!impact) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  if (impact.connections === 0) return <p>{t("nothingDepends")}</p>;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">
        {t("impact", { connections: impact.connections, people: impact.people })}
      </p>
      <ul className="grid list-disc gap-0.5 pl-4">
        {impact.first.map((one) => (
          <li key={one.connectionId}>
            {t("impactRow", { account: one.account ?? t("unnamedAccount"), owner: one.owner.name })}
          </li>
        ))}
      </ul>
      <p className="text-sm">
        {t("lastUsed")} <RelativeTime value={impact.lastUsedAt} />
      </p>
    </div>
  );
}
