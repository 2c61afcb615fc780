"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Api, ApiImpact } from "#lib/apis/contract.ts";
import { useApiImpact, useDeleteApi } from "./queries.ts";

/** Deletes an API; says what goes with it. */
export function DeleteApiDialog({ api }: { api: Api }) {
  const t = useTranslations("apis.delete");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const impact = useApiImpact(api.id, isOpen);
  const remove = useDeleteApi(api.id);

  async function confirm() {
    if (!impact.data) return;
    try {
      await remove.mutateAsync(impact.data);
    } catch (error) {
      void impact.refetch();
      throw error;
    }
    toast(t("deleted", { name: api.name }));
    router.push("/apis");
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="danger-quiet">{t("act")}</Button>}
      title={t("title", { name: api.name })}
      description={t("warning")}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <Impact impact={impact.data} />
        )
      }
      confirmText={(impact.data?.connections ?? 0) > 0 ? api.slug : undefined}
      actionLabel={t("act")}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}

function Impact({ impact }: { impact: ApiImpact | undefined }) {
  const t = useTranslations("apis.delete");
  if (!impact)
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  const { connections, people, operations, integration } = impact;
  return (
    <ul className="grid list-disc gap-0.5 pl-4">
      <li>{t("integration", { name: integration.name })}</li>
      <li>{connections === 0 ? t("noConnections") : t("connections", { connections, people })}</li>
      <li>{t("operations", { operations })}</li>
    </ul>
  );
}
