"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { CreatedApiKey } from "#lib/api-keys/contract.ts";
import { CreateApiKeyForm } from "./create-api-key-form.tsx";

/** Makes a key and shows it once, with a call to try it with. */
export function CreateApiKeyDialog({ origin }: { origin: string }) {
  const t = useTranslations("apiKeys");
  const [isOpen, setIsOpen] = useState(false);
  const [created, setCreated] = useState<CreatedApiKey | null>(null);

  function change(next: boolean) {
    setIsOpen(next);
    if (!next) setCreated(null);
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      size={created ? "lg" : "md"}
      trigger={<Button variant="primary">{t("create")}</Button>}
      title={created ? t("createdTitle") : t("createTitle")}
      description={created ? undefined : t("createDetail")}
    >
      {created ? (
        <CreatedKey created={created} origin={origin} />
      ) : (
        <CreateApiKeyForm onCreated={setCreated} />
      )}
    </Dialog>
  );
}

function CreatedKey({ created, origin }: { created: CreatedApiKey; origin: string }) {
  const t = useTranslations("apiKeys");
  return (
    <div className="grid gap-4">
      <Notice tone="warn" isAnnounced title={t("onceTitle")}>
        {t("onceDetail")}
      </Notice>
      <CopyField value={created.key} label={t("key")} copyLabel={t("copyKey")} isLabelled />
      <CodeBlock
        label={t("example")}
        code={`curl -H "Authorization: Bearer $MOORING_KEY" \\\n  ${origin}/api/integration-connections`}
      />
      <div className="flex justify-end">
        <DialogClose render={<Button variant="primary">{t("done")}</Button>} />
      </div>
    </div>
  );
}
