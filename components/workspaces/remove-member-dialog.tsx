"use client";

import { UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Member } from "#lib/workspaces/contract.ts";
import { MemberImpactList } from "./member-impact-list.tsx";
import { useDeleteMember, useMemberImpact } from "./member-queries.ts";

/** Removes a member; says what ends with that, and asks who owns from then on what they have shared. */
export function RemoveMemberDialog({ member, myId }: { member: Member; myId: string }) {
  const t = useTranslations("workspaces.members");
  const { id, name } = member;
  const [isOpen, setIsOpen] = useState(false);
  const [heirId, setHeirId] = useState(myId);
  const impact = useMemberImpact(id, isOpen);
  const remove = useDeleteMember(id);
  const heirs = impact.data?.heirs ?? [];

  async function confirm() {
    if (!impact.data) return;
    const { personalConnections, sharedConnections, keys } = impact.data;
    try {
      await remove.mutateAsync({ personalConnections, sharedConnections, keys, heirId });
    } catch (error) {
      void impact.refetch();
      throw error;
    }
    toast(t("removed", { name }));
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={t("removeNamed", { name })} icon={<UserMinus aria-hidden />} size="sm" />}
      title={t("removeTitle", { name })}
      description={t("removeDetail")}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <div className="grid gap-3">
            <MemberImpactList impact={impact.data} />
            {(impact.data?.sharedConnections ?? 0) > 0 ? (
              <Field label={t("heir")}>
                {(control) => (
                  <Select
                    {...control}
                    value={heirId}
                    onValueChange={setHeirId}
                    options={heirs.map((heir) => ({ value: heir.id, label: heir.name }))}
                  />
                )}
              </Field>
            ) : null}
          </div>
        )
      }
      confirmText={(impact.data?.personalConnections ?? 0) > 0 ? name : undefined}
      actionLabel={t("remove")}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}
