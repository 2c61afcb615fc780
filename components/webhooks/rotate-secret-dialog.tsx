"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import type { Webhook } from "#lib/webhooks/contract.ts";
import { useRotateSigningSecret } from "./queries.ts";
import { SecretOnce } from "./secret-once.tsx";

/** Makes another secret and shows it once. */
export function RotateSecretDialog({ webhook: { id, name } }: { webhook: Webhook }) {
  const t = useTranslations("webhooks");
  const [isOpen, setIsOpen] = useState(false);
  const rotate = useRotateSigningSecret(id);

  function change(next: boolean) {
    setIsOpen(next);
    if (!next) rotate.reset();
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<Button>{t("rotate")}</Button>}
      title={rotate.data ? t("rotatedTitle", { name }) : t("rotateTitle", { name })}
      description={rotate.data ? undefined : t("rotateDetail")}
    >
      {rotate.data ? (
        <SecretOnce signingSecret={rotate.data.signingSecret} />
      ) : (
        <div className="grid gap-4">
          {rotate.error ? <ErrorNotice error={rotate.error} /> : null}
          <div className="flex justify-end gap-2">
            <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
            <Button variant="primary" isPending={rotate.isPending} onClick={() => rotate.mutate(undefined)}>
              {t("rotateAct")}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
