"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { WebhookWithSecret } from "#lib/webhooks/contract.ts";
import { useCreateWebhook } from "./queries.ts";
import { SecretOnce } from "./secret-once.tsx";
import { WebhookForm } from "./webhook-form.tsx";

/** Adds one and shows its secret once. */
export function AddWebhookDialog() {
  const t = useTranslations("webhooks");
  const [isOpen, setIsOpen] = useState(false);
  const [created, setCreated] = useState<WebhookWithSecret | null>(null);
  const create = useCreateWebhook();

  function change(next: boolean) {
    setIsOpen(next);
    if (!next) setCreated(null);
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<Button variant="primary">{t("add")}</Button>}
      title={created ? t("createdTitle", { name: created.name }) : t("addTitle")}
      description={created ? undefined : t("addDetail")}
    >
      {created ? (
        <SecretOnce signingSecret={created.signingSecret} />
      ) : (
        <WebhookForm
          label={t("addTitle")}
          submitLabel={t("add")}
          onSubmit={async (values) => setCreated(await create.mutateAsync(values))}
        />
      )}
    </Dialog>
  );
}
