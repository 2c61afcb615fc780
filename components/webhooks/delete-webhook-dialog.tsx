"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Webhook } from "#lib/webhooks/contract.ts";
import { webhookKeys } from "./keys.ts";
import { useDeleteWebhook } from "./queries.ts";

/** Deletes one for good, and leads back to the list. */
export function DeleteWebhookDialog({ webhook: { id, name, url } }: { webhook: Webhook }) {
  const t = useTranslations("webhooks");
  const remove = useDeleteWebhook(id);
  const client = useQueryClient();
  const router = useRouter();
  return (
    <AlertDialog
      trigger={<Button>{t("delete")}</Button>}
      title={t("deleteTitle", { name })}
      description={t("deleteDetail")}
      blastRadius={<code className="text-sm wrap-anywhere">{url}</code>}
      actionLabel={t("deleteAct")}
      onConfirm={async () => {
        await remove.mutateAsync();
        toast(t("deleted", { name }));
        router.push("/settings/webhooks");
        await client.invalidateQueries({ queryKey: webhookKeys.list });
      }}
    />
  );
}
