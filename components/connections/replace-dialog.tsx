"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { useConnections, useReload, useReplaceConnection } from "./queries.ts";

/** Puts another connection in this one's place in the keys that are limited to it. */
export function ReplaceDialog({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.replace");
  const reload = useReload();
  return (
    <Dialog
      // Not before it is closed: without a key that is limited to it, the dialog and what it tells would be gone.
      onOpenChange={(isOpen) => (isOpen ? undefined : reload())}
      trigger={<Button size="sm">{t("act")}</Button>}
      title={t("title", { name: useConnectionName()(connection) })}
      description={t("detail")}
    >
      <ReplaceForm connection={connection} />
    </Dialog>
  );
}

function ReplaceForm({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.replace");
  const nameOf = useConnectionName();
  const [by, setBy] = useState<string | null>(null);
  const others = useConnections({ integration: connection.integrationId, scope: "mine", limit: "100" });
  const replace = useReplaceConnection(connection.id);
  const options = (others.data?.items ?? [])
    .filter(({ id }) => id !== connection.id)
    .map((other) => ({ value: other.id, label: nameOf(other), description: other.owner.name }));

  if (replace.data) return <Outcome moved={replace.data.moved} left={replace.data.left} />;
  if (others.data && options.length === 0) return <p className="text-ink-2">{t("none")}</p>;
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (by !== null) replace.mutate(by);
      }}
    >
      <Field label={t("by")}>
        {(control) => (
          <Select {...control} options={options} value={by} onValueChange={setBy} placeholder={t("choose")} />
        )}
      </Field>
      {others.isError ? <ErrorNotice error={others.error} onRetry={() => void others.refetch()} /> : null}
      {replace.isError ? <ErrorNotice error={replace.error} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <Button type="submit" variant="primary" isPending={replace.isPending} disabled={by === null}>
          {t("act")}
        </Button>
      </div>
    </form>
  );
}

type Replaced = NonNullable<ReturnType<typeof useReplaceConnection>["data"]>;

function Outcome({ moved, left }: Replaced) {
  const t = useTranslations("connections.replace");
  return (
    <div className="grid gap-4">
      <Notice isAnnounced tone={left.length > 0 ? "warn" : "ok"} title={t("moved", { count: moved.length })}>
        {left.map(({ id, name, reason }) => (
          <p key={id} className="wrap-anywhere">
            {t(`left.${reason}`, { name })}
          </p>
        ))}
      </Notice>
      <div className="flex justify-end">
        <DialogClose render={<Button>{t("close")}</Button>} />
      </div>
    </div>
  );
}
