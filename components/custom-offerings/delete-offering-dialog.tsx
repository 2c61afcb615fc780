"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CustomOffering } from "#lib/custom-offerings/contract.ts";
import { useDeleteOffering } from "./queries.ts";

/** Deletes an offering with all of its versions; the server refuses while anything is built on it. */
export function DeleteOfferingDialog({ offering }: { offering: CustomOffering }) {
  const t = useTranslations("customOfferings.delete");
  const router = useRouter();
  const remove = useDeleteOffering(offering.id);
  return (
    <AlertDialog
      trigger={<Button variant="danger-quiet">{t("action")}</Button>}
      title={t("title", { name: offering.displayName })}
      description={t("description", { count: offering.latestVersion ?? 1 })}
      blastRadius={<p>{t("nobody")}</p>}
      actionLabel={t("action")}
      onConfirm={async () => {
        await remove.mutateAsync();
        toast(t("done", { name: offering.displayName }));
        router.push("/admin/offerings");
      }}
    />
  );
}
