"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Application } from "#lib/applications/contract.ts";
import { ApplicationForm } from "./application-form.tsx";
import { useUpdateApplication } from "./queries.ts";

/** Renames one. */
export function EditApplicationDialog({ application: current }: { application: Application }) {
  const t = useTranslations("applications");
  const [isOpen, setIsOpen] = useState(false);
  const update = useUpdateApplication(current.id);
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
      <ApplicationForm
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
