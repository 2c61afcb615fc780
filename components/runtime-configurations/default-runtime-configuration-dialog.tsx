"use client";

import { Star } from "lucide-react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { RuntimeConfiguration } from "#lib/runtime-configurations/contract.ts";
import { useUpdateRuntimeConfiguration } from "./queries.ts";

/** Puts one in the place of the present default; says first what that means. */
export function DefaultRuntimeConfigurationDialog({
  runtimeConfiguration,
}: {
  runtimeConfiguration: RuntimeConfiguration;
}) {
  const t = useTranslations("runtimeConfigurations");
  const { id, name } = runtimeConfiguration;
  const update = useUpdateRuntimeConfiguration(id);
  return (
    <AlertDialog
      trigger={<IconButton label={t("makeDefaultNamed", { name })} icon={<Star aria-hidden />} size="sm" />}
      title={t("makeDefaultTitle", { name })}
      description={t("makeDefaultDetail")}
      actionLabel={t("makeDefault")}
      tone="primary"
      onConfirm={async () => {
        await update.mutateAsync({ isDefault: true });
        toast(t("madeDefault", { name }));
      }}
    />
  );
}
