"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { RuntimeConfiguration } from "#lib/runtime-configurations/contract.ts";
import { useUpdateRuntimeConfiguration } from "./queries.ts";
import { RuntimeConfigurationForm } from "./runtime-configuration-form.tsx";

/** Renames one. */
export function EditRuntimeConfigurationDialog({
  runtimeConfiguration: current,
}: {
  runtimeConfiguration: RuntimeConfiguration;
}) {
  const t = useTranslations("runtimeConfigurations");
  const [isOpen, setIsOpen] = useState(false);
  const update = useUpdateRuntimeConfiguration(current.id);
  const title = t("editTitle", { name: current.name });
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <IconButton label={t("edit", { name: current.name })} icon={<Pencil aria-hidden />} size="sm" />
      }
      title={title}
    >
      <RuntimeConfigurationForm
        label={title}
        submitLabel={t("save")}
        current={current}
        onSubmit={async (values) => {
          const { name } = await update.mutateAsync(values);
          toast(t("saved", { name }));
          setIsOpen(false);
        }}
      />
    </Dialog>
  );
}
