"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { BlastRadius } from "./blast-radius.tsx";
import { useIntegrationImpact, useUpdateIntegration } from "./queries.ts";

/** Pauses an integration once the person has seen whose calls stop. */
export function PauseIntegrationDialog({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.danger");
  const [isOpen, setIsOpen] = useState(false);
  const impact = useIntegrationImpact(integration.id, isOpen);
  const update = useUpdateIntegration(integration.id);
  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{t("disable")}</Button>}
      title={t("disableTitle", { name: integration.name })}
      description={t("disableWarning")}
      blastRadius={<BlastRadius impact={impact} />}
      actionLabel={t("disable")}
      isReady={impact.data !== undefined}
      tone="primary"
      onConfirm={async () => {
        await update.mutateAsync({ isDisabled: true });
        toast(t("disabled", { name: integration.name }));
      }}
    />
  );
}
