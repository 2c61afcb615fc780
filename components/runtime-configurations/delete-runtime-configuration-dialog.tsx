"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type {
  RuntimeConfiguration,
  RuntimeConfigurationImpact,
} from "#lib/runtime-configurations/contract.ts";
import { useDeleteRuntimeConfiguration, useRuntimeConfigurationImpact } from "./queries.ts";

/** Deletes one that nothing uses; while something does, says what, and what to do about it. */
export function DeleteRuntimeConfigurationDialog({
  runtimeConfiguration,
}: {
  runtimeConfiguration: RuntimeConfiguration;
}) {
  const t = useTranslations("runtimeConfigurations");
  const { id, name } = runtimeConfiguration;
  const [isOpen, setIsOpen] = useState(false);
  const impact = useRuntimeConfigurationImpact(id, isOpen);
  const remove = useDeleteRuntimeConfiguration(id);

  async function confirm() {
    try {
      await remove.mutateAsync(undefined);
    } catch (error) {
      void impact.refetch();
      throw error;
    }
    toast(t("deleted", { name }));
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={t("deleteNamed", { name })} icon={<Trash2 aria-hidden />} size="sm" />}
      title={t("deleteTitle", { name })}
      description={t("deleteDetail")}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <Impact impact={impact.data} />
        )
      }
      actionLabel={t("delete")}
      isReady={impact.data !== undefined && !isUsed(impact.data)}
      onConfirm={confirm}
    />
  );
}

function isUsed({ keys, connections, overrides }: RuntimeConfigurationImpact): boolean {
  return keys + connections + overrides > 0;
}

function Impact({ impact }: { impact: RuntimeConfigurationImpact | undefined }) {
  const t = useTranslations("runtimeConfigurations");
  if (!impact) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  const { keys, connections, overrides, firstKeys, endedKeys } = impact;
  if (!isUsed(impact)) {
    return (
      <p>
        {t("free")} {endedKeys > 0 ? t("endedKeys", { count: endedKeys }) : null}
      </p>
    );
  }
  const more = keys - firstKeys.length;
  const names = [...firstKeys, ...(more > 0 ? [t("moreKeys", { count: more })] : [])].join(", ");
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">{t("inUse")}</p>
      <ul className="grid list-disc gap-0.5 pl-4 wrap-anywhere">
        {keys > 0 ? <li>{t("inUseKeys", { count: keys, names })}</li> : null}
        {connections > 0 ? <li>{t("inUseConnections", { count: connections })}</li> : null}
        {overrides > 0 ? <li>{t("inUseOverrides", { count: overrides })}</li> : null}
      </ul>
    </div>
  );
}
