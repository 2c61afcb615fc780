"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { OAuthCredential, OAuthCredentialImpact } from "#lib/credentials/contract.ts";
import { useCredentialImpact, useDeleteCredential } from "./queries.ts";

/** Deletes an entry; says which integrations rely on it. */
export function DeleteCredentialDialog({ credential }: { credential: OAuthCredential }) {
  const t = useTranslations("credentials");
  const { id, domain } = credential;
  const [isOpen, setIsOpen] = useState(false);
  const impact = useCredentialImpact(id, isOpen);
  const remove = useDeleteCredential(id);

  async function confirm() {
    if (!impact.data) return;
    try {
      await remove.mutateAsync(impact.data);
    } catch (error) {
      void impact.refetch();
      throw error;
    }
    toast(t("deleted", { domain }));
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={t("deleteNamed", { domain })} icon={<Trash2 aria-hidden />} size="sm" />}
      title={t("deleteTitle", { domain })}
      description={t("deleteWarning")}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <Impact impact={impact.data} />
        )
      }
      confirmText={(impact.data?.integrations ?? 0) > 0 ? domain : undefined}
      actionLabel={t("delete")}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}

function Impact({ impact }: { impact: OAuthCredentialImpact | undefined }) {
  const t = useTranslations("credentials");
  if (!impact) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  const { integrations, connections, people, first } = impact;
  if (integrations === 0) return <p>{t("nothingRelies")}</p>;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">
        {connections === 0
          ? t("impactUnused", { integrations })
          : t("impact", { integrations, connections, people })}
      </p>
      <ul className="grid list-disc gap-0.5 pl-4">
        {first.map((one) => (
          <li key={one.integrationId}>
            {t("impactRow", { name: one.name, workspace: one.workspaceName, connections: one.connections })}
          </li>
        ))}
      </ul>
    </div>
  );
}
