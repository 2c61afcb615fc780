"use client";

import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Invitation, IssuedInvitation } from "#lib/invitations/contract.ts";
import { IssuedLink } from "./issued-link.tsx";
import { useRotateInvitation } from "./queries.ts";

/** Makes a new link for another seven days. */
export function NewLinkDialog({ invitation: { id, email } }: { invitation: Invitation }) {
  const t = useTranslations("invitations");
  const [isOpen, setIsOpen] = useState(false);
  const [issued, setIssued] = useState<IssuedInvitation | null>(null);
  const rotate = useRotateInvitation(id);

  function change(next: boolean) {
    setIsOpen(next);
    if (!next) {
      setIssued(null);
      rotate.reset();
    }
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<IconButton label={t("newLinkNamed", { email })} icon={<RefreshCw aria-hidden />} size="sm" />}
      title={issued ? t("issuedTitle", { email }) : t("newLinkTitle", { email })}
      description={issued ? undefined : t("newLinkDetail")}
    >
      {issued ? (
        <IssuedLink issued={issued} />
      ) : (
        <div className="grid gap-4">
          {rotate.error ? <ErrorNotice error={rotate.error} /> : null}
          <div className="flex justify-end gap-2">
            <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
            <Button
              variant="primary"
              isPending={rotate.isPending}
              onClick={() => rotate.mutate(undefined, { onSuccess: setIssued })}
            >
              {t("newLink")}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
