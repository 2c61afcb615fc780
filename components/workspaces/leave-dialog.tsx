"use client";

import { LogOut } from "lucide-react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Departure } from "#lib/workspaces/contract.ts";
import { type Choices, countChoices, toDecision } from "./departure-choices.ts";
import { useLeaveWorkspace } from "./departure-queries.ts";

interface LeaveDialogProps {
  workspace: string;
  departure: Departure;
  choices: Choices;
}

/** The last question: what goes which way, in numbers, and then the person is gone. */
export function LeaveDialog({ workspace, departure, choices }: LeaveDialogProps) {
  const t = useTranslations("workspaces.leave");
  const leave = useLeaveWorkspace();
  const decision = toDecision(choices, departure);
  const { revoke, keep, transfer } = countChoices(choices, departure);
  const isDepended = revoke + keep + transfer + departure.keys > 0;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
      <p className="min-w-0 flex-1 basis-60 text-ink-2">
        {departure.keys > 0 ? `${t("keysEnd", { count: departure.keys })} ` : null}
        {decision ? t("afterwards") : t("missing")}
      </p>
      <AlertDialog
        trigger={
          <Button variant="danger" icon={<LogOut aria-hidden />} disabled={decision === null}>
            {t("leave", { workspace })}
          </Button>
        }
        title={t("confirmTitle", { workspace })}
        description={t("confirmDetail")}
        blastRadius={
          <div className="grid gap-1.5">
            {revoke > 0 ? <p className="font-medium text-ink">{t("revoked", { count: revoke })}</p> : null}
            {keep > 0 ? <p>{t("kept", { count: keep })}</p> : null}
            {transfer > 0 ? <p>{t("transferred", { count: transfer })}</p> : null}
            {departure.keys > 0 ? <p>{t("keysEnd", { count: departure.keys })}</p> : null}
            {isDepended ? null : <p>{t("nothing")}</p>}
          </div>
        }
        confirmText={isDepended ? workspace : undefined}
        actionLabel={t("confirmAct")}
        onConfirm={() => decision && leave.mutateAsync(decision)}
      />
    </div>
  );
}
