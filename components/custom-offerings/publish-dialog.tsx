"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CustomOffering, OfferingImpact } from "#lib/custom-offerings/contract.ts";
import { useOfferingImpact, usePublishOffering } from "./queries.ts";

/** Lets integrations see the newest version; says first which of them lose what. */
export function PublishDialog({ offering }: { offering: CustomOffering }) {
  const t = useTranslations("customOfferings.publish");
  const { id, displayName } = offering;
  const version = offering.latestVersion ?? 1;
  const [isOpen, setIsOpen] = useState(false);
  const impact = useOfferingImpact(id, isOpen);
  const publish = usePublishOffering(id);
  const mustReconnect = (impact.data?.connections ?? 0) > 0;

  async function confirm() {
    if (!impact.data) return;
    const { integrations, draftIntegrations, connections } = impact.data;
    try {
      const counts = { integrations, draftIntegrations, connections };
      await publish.mutateAsync({ version: impact.data.version, ...counts });
    } catch (error) {
      void impact.refetch();
      throw error;
    }
    toast(t("done", { version }));
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">{t("action", { version })}</Button>}
      title={t("title", { version, name: displayName })}
      description={t("description")}
      tone={mustReconnect ? "danger" : "primary"}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <Impact impact={impact.data} />
        )
      }
      confirmText={mustReconnect ? displayName : undefined}
      actionLabel={t("action", { version })}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}

function Impact({ impact }: { impact: OfferingImpact | undefined }) {
  const t = useTranslations("customOfferings.publish");
  if (!impact) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  const { integrations, draftIntegrations, connections, workspaces, first } = impact;
  if (integrations === 0) return <p>{t("nobody")}</p>;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">{t("affected", { integrations, workspaces })}</p>
      <p>
        {connections > 0
          ? t("reconnect", { draftIntegrations, connections })
          : draftIntegrations > 0
            ? t("verify", { draftIntegrations })
            : t("nothingLost")}
      </p>
      <ul className="grid list-disc gap-0.5 pl-4">
        {first.map((one) => (
          <li key={one.integrationId}>
            {t(`row.${one.consequence}`, {
              name: one.name,
              workspace: one.workspaceName,
              connections: one.connections,
            })}
          </li>
        ))}
      </ul>
      {integrations > first.length ? <p>{t("more", { count: integrations - first.length })}</p> : null}
    </div>
  );
}
