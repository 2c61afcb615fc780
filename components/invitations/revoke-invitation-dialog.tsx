"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Invitation } from "#lib/invitations/contract.ts";
import { useRevokeInvitation } from "./queries.ts";

/** Withdraws an invitation. */
export function RevokeInvitationDialog({ invitation: { id, email } }: { invitation: Invitation }) {
  const t = useTranslations("invitations");
  const revoke = useRevokeInvitation(id);
  return (
    <AlertDialog
      trigger={<IconButton label={t("revokeNamed", { email })} icon={<Trash2 aria-hidden />} size="sm" />}
      title={t("revokeTitle", { email })}
      description={t("revokeDetail")}
      actionLabel={t("revoke")}
      onConfirm={async () => {
        await revoke.mutateAsync(undefined);
        toast(t("revoked", { email }));
      }}
    />
  );
}
