"use client";

import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** A signing secret, for the only time that it is seen. */
export function SecretOnce({ signingSecret }: { signingSecret: string }) {
  const t = useTranslations("webhooks");
  return (
    <div className="grid gap-4">
      <Notice tone="warn" isAnnounced title={t("onceTitle")}>
        {t("onceDetail")}
      </Notice>
      <CopyField value={signingSecret} label={t("signingSecret")} copyLabel={t("copySecret")} isLabelled />
      <div className="flex justify-end">
        <DialogClose render={<Button variant="primary">{t("done")}</Button>} />
      </div>
    </div>
  );
}
