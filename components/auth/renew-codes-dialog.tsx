"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ProveForm } from "#components/form/prove-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { recoveryCodesSchema } from "#lib/auth/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { RecoveryCodeList } from "./recovery-code-list.tsx";

/** Ten new recovery codes in the place of those that are left. */
export function RenewCodesDialog({ onDone }: { onDone: () => void }) {
  const t = useTranslations("auth.secondFactor");
  const [isOpen, setIsOpen] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  function change(next: boolean) {
    setIsOpen(next);
    if (next) return;
    if (codes) onDone();
    setCodes(null);
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<Button>{t("renew")}</Button>}
      title={codes ? t("codesTitle") : t("renew")}
      description={codes ? undefined : t("renewDetail")}
    >
      {codes ? (
        <RecoveryCodeList codes={codes} />
      ) : (
        <ProveForm
          asksCode
          act={t("renew")}
          onSubmit={async (body) => {
            const path = "/api/second-factor/recovery-codes";
            const answer = await apiFetch(path, { method: "POST", body, schema: recoveryCodesSchema });
            setCodes(answer.recoveryCodes);
          }}
        />
      )}
    </Dialog>
  );
}
