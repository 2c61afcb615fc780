"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { toast } from "#components/ui/toast.tsx";
import { type Connection, type ShareLevel, shareLevels } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { useShareConnection } from "./queries.ts";

interface ShareDialogProps {
  connection: Connection;
  /** As whom everybody acts who may use it. */
  account: string;
}

/** Shares a connection with the team, or changes what the team may do with it. */
export function ShareDialog({ connection, account }: ShareDialogProps) {
  const t = useTranslations("connections.sharing");
  const [isOpen, setIsOpen] = useState(false);
  const isNew = connection.shareLevel === null;
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="sm" variant={isNew ? "primary" : "secondary"}>
          {t(isNew ? "share" : "change")}
        </Button>
      }
      title={t(isNew ? "shareTitle" : "changeTitle", { name: useConnectionName()(connection) })}
    >
      <ShareForm connection={connection} account={account} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function ShareForm({ connection, account, onDone }: ShareDialogProps & { onDone: () => void }) {
  const t = useTranslations("connections.sharing");
  const { shareLevel: before, canShare } = connection;
  const [level, setLevel] = useState<ShareLevel>(before ?? "read");
  const share = useShareConnection(connection.id);
  const isNew = before === null;
  // Less is for whoever manages it, more for its owner alone.
  const highest = canShare || before === null ? shareLevels.length - 1 : shareLevels.indexOf(before);

  async function submit() {
    const actsAs = isNew ? { actsAs: connection.account?.id ?? connection.id } : {};
    await share.mutateAsync({ shareLevel: level, ...actsAs });
    toast(t("done", { level: t(`levels.${level}.name`) }));
    onDone();
  }

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        // A refusal stands below, as the mutation's error.
        void submit().catch(() => {});
      }}
    >
      <Notice tone="warn" title={t("actAs", { account })}>
        {t("actAsDetail", { provider: connection.integration.displayName })}
      </Notice>
      <RadioGroup
        label={t("question")}
        value={level}
        onValueChange={setLevel}
        options={shareLevels.map((value, index) => ({
          value,
          label: t(`levels.${value}.name`),
          description: t(`levels.${value}.detail`),
          isDisabled: index > highest,
        }))}
      />
      {highest < shareLevels.length - 1 ? (
        <p className="text-sm text-ink-2">{t("onlyOwnerRaises", { owner: connection.owner.name })}</p>
      ) : null}
      {share.isError ? <ErrorNotice error={share.error} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <Button type="submit" variant="primary" isPending={share.isPending} disabled={level === before}>
          {t(isNew ? "share" : "changeTo", { level: t(`levels.${level}.name`) })}
        </Button>
      </div>
    </form>
  );
}
