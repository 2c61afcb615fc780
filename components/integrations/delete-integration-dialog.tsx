"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { BlastRadius } from "./blast-radius.tsx";
import { useDeleteIntegration, useIntegrationImpact } from "./queries.ts";

/** Deletes an integration once the person has seen, and typed for, what goes with it. */
export function DeleteIntegrationDialog({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.danger");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const impact = useIntegrationImpact(integration.id, isOpen);
  const remove = useDeleteIntegration(integration.id);
  const hasDependents = (impact.data?.connections ?? 0) > 0;

  async function confirm() {
    if (!impact.data) return;
    try {
      await remove.mutateAsync({ connections: impact.data.connections, people: impact.data.people });
    } catch (error) {
      void impact.refetch();
      throw error;
    }
    toast(t("deleted", { name: integration.name }));
    router.push("/oauth");
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="danger-quiet">{t("delete")}</Button>}
      title={t("deleteTitle", { name: integration.name })}
      description={t("deleteWarning")}
      blastRadius={<BlastRadius impact={impact} />}
      confirmText={hasDependents ? integration.slug : undefined}
      actionLabel={t("delete")}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}
