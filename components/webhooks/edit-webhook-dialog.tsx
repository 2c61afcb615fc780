"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Webhook } from "#lib/webhooks/contract.ts";
import { useUpdateWebhook } from "./queries.ts";
import { WebhookForm } from "./webhook-form.tsx";

/** Changes name, address and events. */
export function EditWebhookDialog({ webhook }: { webhook: Webhook }) {
  const t = useTranslations("webhooks");
  const [isOpen, setIsOpen] = useState(false);
  const update = useUpdateWebhook(webhook.id);
  const title = t("editTitle", { name: webhook.name });
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen} trigger={<Button>{t("edit")}</Button>} title={title}>
      <WebhookForm
        label={title}
        submitLabel={t("save")}
        current={webhook}
        onSubmit={async (values) => {
          const { name } = await update.mutateAsync(values);
          toast(t("saved", { name }));
          setIsOpen(false);
        }}
      />
    </Dialog>
  );
}
