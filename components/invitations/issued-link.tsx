"use client";

import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { IssuedInvitation } from "#lib/invitations/contract.ts";

/** The link, this once; or that it goes out by e-mail. */
export function IssuedLink({ issued: { email, link } }: { issued: IssuedInvitation }) {
  const t = useTranslations("invitations");
  return (
    <div className="grid gap-4">
      {link ? (
        <>
          <Notice tone="warn" isAnnounced title={t("onceTitle")}>
            {t("onceDetail", { email })}
          </Notice>
          <CopyField value={link} label={t("link")} copyLabel={t("copyLink")} isLabelled />
        </>
      ) : (
        <Notice tone="ok" isAnnounced title={t("mailedTitle")}>
          {t("mailedDetail", { email })}
        </Notice>
      )}
      <div className="flex justify-end">
        <DialogClose render={<Button variant="primary">{t("done")}</Button>} />
      </div>
    </div>
  );
}
