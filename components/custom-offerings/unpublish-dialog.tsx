"use client";

import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CustomOffering } from "#lib/custom-offerings/contract.ts";
import { useUnpublishOffering } from "./queries.ts";

/** Takes an offering back from whatever is new. */
export function UnpublishDialog({ offering }: { offering: CustomOffering }) {
  const t = useTranslations("customOfferings.unpublish");
  const unpublish = useUnpublishOffering(offering.id);
  const count = offering.integrationCount;
  return (
    <AlertDialog
      trigger={<Button>{t("action")}</Button>}
      title={t("title", { name: offering.displayName })}
      description={t("description")}
      blastRadius={<p>{count === 0 ? t("nobody") : t("goOn", { count })}</p>}
      actionLabel={t("action")}
      onConfirm={async () => {
        await unpublish.mutateAsync(undefined);
        toast(t("done", { name: offering.displayName }));
      }}
    />
  );
}
