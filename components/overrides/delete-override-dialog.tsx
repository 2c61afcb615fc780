"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useOpened } from "#components/ui/use-opened.ts";
import type { Override, OverrideImpact } from "#lib/overrides/contract.ts";
import { useDeleteOverride, useOverrideImpact } from "./queries.ts";

interface DeleteOverrideProps {
  override: Override;
}

/** Deletes an override; says who must reconnect. */
export function DeleteOverrideDialog({ override }: DeleteOverrideProps) {
  const t = useTranslations("overrides");
  const { isOpen, wasOpened, setIsOpen } = useOpened();
  return (
    <>
      <IconButton
        aria-haspopup="dialog"
        label={t("deleteNamed", { name: override.scope.name })}
        icon={<Trash2 aria-hidden />}
        size="sm"
        onClick={() => setIsOpen(true)}
      />
      {wasOpened ? <DeleteOverride override={override} isOpen={isOpen} onOpenChange={setIsOpen} /> : null}
    </>
  );
}

interface DeleteProps extends DeleteOverrideProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

function DeleteOverride({ override, isOpen, onOpenChange }: DeleteProps) {
  const t = useTranslations("overrides");
  const { id, integrationId, scope } = override;
  const { name } = scope;
  const impact = useOverrideImpact(integrationId, id, isOpen);
  const remove = useDeleteOverride(integrationId, id);

  async function confirm() {
    if (!impact.data) return;
    try {
      await remove.mutateAsync(impact.data);
    } catch (error) {
      void impact.refetch();
      throw error;
    }
    toast(t("deleted", { name }));
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title={t("deleteTitle", { name })}
      description={t("deleteWarning")}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <Impact impact={impact.data} />
        )
      }
      confirmText={(impact.data?.connections ?? 0) > 0 ? name : undefined}
      actionLabel={t("delete")}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}

function Impact({ impact }: { impact: OverrideImpact | undefined }) {
  const t = useTranslations("overrides");
  if (!impact) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  const { connections, people, first } = impact;
  if (connections === 0) return <p>{t("nothingDepends")}</p>;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">{t("impact", { connections, people })}</p>
      <ul className="grid list-disc gap-0.5 pl-4">
        {first.map(({ connectionId, account, owner }) => (
          <li key={connectionId}>
            {t("impactRow", { account: account ?? t("unnamedAccount"), owner: owner.name })}
          </li>
        ))}
      </ul>
    </div>
  );
}
