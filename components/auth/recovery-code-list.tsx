"use client";

import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** New recovery codes, this once. */
export function RecoveryCodeList({ codes }: { codes: readonly string[] }) {
  const t = useTranslations("auth.secondFactor");
  return (
    <div className="grid gap-4">
      <Notice tone="warn" isAnnounced title={t("codesOnceTitle")}>
        {t("codesOnceDetail")}
      </Notice>
      <ul
        aria-label={t("codesTitle")}
        className="grid gap-x-6 gap-y-1.5 rounded-md border border-line-strong bg-raised px-4 py-3 font-mono text-sm text-ink select-all sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap justify-end gap-2">
        <CopyButton text={codes.join("\n")} label={t("copyCodes")}>
          {t("copyCodes")}
        </CopyButton>
        <DialogClose render={<Button variant="primary">{t("kept")}</Button>} />
      </div>
    </div>
  );
}
