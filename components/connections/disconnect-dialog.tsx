"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Connection, DisconnectImpact } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { useDisconnect, useDisconnectImpact } from "./queries.ts";

interface DisconnectDialogProps {
  connection: Connection;
  trigger?: ReactElement;
  /** What follows; the page of the integration unless given. */
  onDone?: () => void;
}

/** Disconnects after showing what depends on it and what happens at the provider. */
export function DisconnectDialog({ connection, trigger, onDone }: DisconnectDialogProps) {
  const t = useTranslations("connections.disconnect");
  const router = useRouter();
  const name = useConnectionName()(connection);
  const [isOpen, setIsOpen] = useState(false);
  const impact = useDisconnectImpact(connection.id, isOpen);
  const disconnect = useDisconnect(connection.id);
  const isDepended = (impact.data?.peopleCount ?? 0) > 1 || (impact.data?.workflowsCount ?? 0) > 0;

  async function confirm() {
    if (!impact.data) return;
    const outcome = await disconnect.mutateAsync(impact.data.fingerprint).catch((error: unknown) => {
      void impact.refetch();
      throw error;
    });
    const { kind } = connection.integration;
    const isEntered = kind === "api_key" || kind === "basic";
    const kept = isEntered ? kind : impact.data.revocation;
    // Promised, but the provider did not take it: then it is neither missing there nor kept on purpose.
    const isKept = outcome === "unavailable" && kept !== "revoke";
    toast(t("done", { name }), isKept ? t(`revocation.${kept}`) : t(`outcome.${outcome}`));
    if (onDone) onDone();
    else router.push(`/oauth/${connection.integration.slug}` as Route);
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={trigger ?? <Button variant="danger-quiet">{t("act")}</Button>}
      title={t("title", { name })}
      description={t(`description.${connection.integration.kind}`)}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <Impact impact={impact.data} kind={connection.integration.kind} />
        )
      }
      confirmText={isDepended ? name : undefined}
      actionLabel={t("act")}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}

interface ImpactProps {
  impact: DisconnectImpact | undefined;
  kind: Connection["integration"]["kind"];
}

function Impact({ impact, kind }: ImpactProps) {
  const t = useTranslations("connections.disconnect");
  const isEntered = kind === "api_key" || kind === "basic";
  if (!impact) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">{t("people", { count: impact.peopleCount })}</p>
      <ul className="grid list-disc gap-0.5 pl-4">
        {impact.people.map((person) => (
          <li key={person.id}>{person.name}</li>
        ))}
      </ul>
      <p>
        {t("lastUsed")} <RelativeTime value={impact.lastUsedAt} />
      </p>
      <p>{t(`revocation.${isEntered ? kind : impact.revocation}`)}</p>
      {impact.siblings.map((sibling) => (
        <p key={sibling.id}>
          {t("sibling", { owner: sibling.ownerName, integration: sibling.integrationName })}
        </p>
      ))}
    </div>
  );
}
