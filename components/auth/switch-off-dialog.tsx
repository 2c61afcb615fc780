"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ProveForm } from "#components/form/prove-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";

/** Switches one's second factor off. */
export function SwitchOffDialog({ onDone }: { onDone: () => void }) {
  const t = useTranslations("auth.secondFactor");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{t("switchOff")}</Button>}
      title={t("switchOffTitle")}
      description={t("switchOffDetail")}
    >
      <ProveForm
        asksCode
        act={t("switchOff")}
        onSubmit={async (body) => {
          await apiFetch("/api/second-factor/removal", { method: "POST", body });
          toast(t("switchedOff"));
          setIsOpen(false);
          onDone();
        }}
      />
    </Dialog>
  );
}
