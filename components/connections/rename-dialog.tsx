"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useAccountName } from "./account-name.tsx";
import { useRenameConnection } from "./queries.ts";

/** Gives a connection a name of its own; an empty one leaves it the account's. */
export function RenameDialog({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.rename");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="quiet">{t("act")}</Button>}
      title={t("title")}
      description={t("detail")}
    >
      <RenameForm connection={connection} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function RenameForm({ connection, onDone }: { connection: Connection; onDone: () => void }) {
  const t = useTranslations("connections.rename");
  const [name, setName] = useState(connection.name ?? "");
  const rename = useRenameConnection(connection.id);
  const account = useAccountName()(connection);

  async function submit() {
    const renamed = await rename.mutateAsync(name);
    toast(t("done", { name: renamed.name ?? account }));
    onDone();
  }

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => {});
      }}
    >
      <Field label={t("name")} hint={t("hint", { account })} isOptional>
        {(control) => (
          <Input
            {...control}
            maxLength={80}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {rename.isError ? <ErrorNotice error={rename.error} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <Button type="submit" variant="primary" isPending={rename.isPending}>
          {t("act")}
        </Button>
      </div>
    </form>
  );
}
