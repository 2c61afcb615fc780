"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import { ApplicationForm } from "./application-form.tsx";
import { useCreateApplication } from "./queries.ts";

/** The page's act. */
export function AddApplicationDialog() {
  const t = useTranslations("applications");
  const [isOpen, setIsOpen] = useState(false);
  const create = useCreateApplication();
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">{t("add")}</Button>}
      title={t("addTitle")}
      description={t("addDetail")}
    >
      <ApplicationForm
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
