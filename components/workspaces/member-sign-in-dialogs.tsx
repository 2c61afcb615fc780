"use client";

import { useQueryClient } from "@tanstack/react-query";
import { KeyRound, ShieldOff } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ProveForm } from "#components/form/prove-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.tsx";
import { type PasswordLink, passwordLinkSchema } from "#lib/auth/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import type { Member } from "#lib/workspaces/contract.ts";
import { workspaceKeys } from "./keys.ts";

/** How a platform admin helps somebody who cannot sign in. */
export function MemberSignInDialogs({ member }: { member: Member }) {
  return (
    <>
      {member.hasSecondFactor ? <SecondFactorOffDialog member={member} /> : null}
      <PasswordLinkDialog member={member} />
    </>
  );
}

function PasswordLinkDialog({ member: { id, name, email } }: { member: Member }) {
  const t = useTranslations("workspaces.members");
  const [isOpen, setIsOpen] = useState(false);
  const [issued, setIssued] = useState<PasswordLink | null>(null);

  function change(next: boolean) {
    setIsOpen(next);
    if (!next) setIssued(null);
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<IconButton label={t("passwordLink", { name })} icon={<KeyRound aria-hidden />} size="sm" />}
      title={t("passwordLinkTitle", { name })}
      description={issued ? undefined : t("passwordLinkDetail")}
    >
      {issued ? (
        <div className="grid gap-4">
          <Notice tone="warn" isAnnounced title={t("passwordLinkOnceTitle")}>
            {t("passwordLinkOnceDetail", { email })}
          </Notice>
          <CopyField value={issued.link} label={t("link")} copyLabel={t("copyLink")} isLabelled />
          <div className="flex justify-end">
            <DialogClose render={<Button variant="primary">{t("done")}</Button>} />
          </div>
        </div>
      ) : (
        <ProveForm
          act={t("passwordLinkSubmit")}
          onSubmit={async (body) => {
            const path = `/api/workspace/members/${id}/password-link` as const;
            setIssued(await apiFetch(path, { method: "POST", body, schema: passwordLinkSchema }));
          }}
        />
      )}
    </Dialog>
  );
}

function SecondFactorOffDialog({ member: { id, name } }: { member: Member }) {
  const t = useTranslations("workspaces.members");
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={t("factorOff", { name })} icon={<ShieldOff aria-hidden />} size="sm" />}
      title={t("factorOffTitle", { name })}
      description={t("factorOffDetail")}
    >
      <ProveForm
        act={t("factorOffSubmit")}
        onSubmit={async (body) => {
          const path = `/api/workspace/members/${id}/second-factor-removal` as const;
          await apiFetch(path, { method: "POST", body });
          toast(t("factorIsOff", { name }));
          setIsOpen(false);
          void client.invalidateQueries({ queryKey: workspaceKeys.allMembers });
        }}
      />
    </Dialog>
  );
}
