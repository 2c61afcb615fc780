"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useCreateRuntimeConfiguration } from "./queries.ts";
import { RuntimeConfigurationForm } from "./runtime-configuration-form.tsx";

/** The page's act. */
export function AddRuntimeConfigurationDialog() {
  const t = useTranslations("runtimeConfigurations");
  const [isOpen, setIsOpen] = useState(false);
  const create = useCreateRuntimeConfiguration();
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">{t("add")}</Button>}
      title={t("addTitle")}
      description={t("addDetail")}
    >
      <RuntimeConfigurationForm
        label={t("addTitle")}
        submitLabel={t("add")}
        onSubmit={async (values) => {
          const { name } = await create.mutateAsync(values);
          toast(t("added", { name }));
          setIsOpen(false);
        }}
      />
    </Dialog>
  );
}
