"use client";

import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusChip } from "#components/ui/status-chip.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useSwitchPassword } from "./queries.ts";

/** Whether passwords sign in, and the switch. */
export function PasswordPanel({ isOn }: { isOn: boolean }) {
  const t = useTranslations("signInMethods.password");
  const change = useSwitchPassword();
  return (
    <Panel
      title={t("title")}
      description={t(isOn ? "onDetail" : "offDetail")}
      action={
        <>
          <StatusChip status={isOn ? "active" : "disabled"} label={t(isOn ? "on" : "off")} />
          {isOn ? (
            <AlertDialog
              trigger={<Button size="sm">{t("switchOff")}</Button>}
              title={t("offTitle")}
              description={t("offWarning")}
              actionLabel={t("switchOff")}
              onConfirm={async () => {
                await change.mutateAsync(false);
                toast(t("isOff"));
              }}
            />
          ) : (
            <Button
              size="sm"
              isPending={change.isPending}
              onClick={() => change.mutate(true, { onSuccess: () => toast(t("isOn")) })}
            >
              {t("switchOn")}
            </Button>
          )}
        </>
      }
      isFlush
    >
      {change.error && !isOn ? <ErrorNotice className="m-5" error={change.error} /> : null}
    </Panel>
  );
}
