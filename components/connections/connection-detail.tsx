"use client";

import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Columns } from "#components/ui/columns.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { CallersPanel } from "./callers-panel.tsx";
import { ConnectionEventsPanel } from "./connection-events-panel.tsx";
import { ConnectionFactsPanel } from "./connection-facts-panel.tsx";
import { ConnectionHealthPanel } from "./connection-health-panel.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { HandoverNotice } from "./handover-notice.tsx";
import { useConnection } from "./queries.ts";
import { ReconnectButton } from "./reconnect-button.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { SharingPanel } from "./sharing-panel.tsx";
import { TenantPanel } from "./tenant-panel.tsx";
import { chosenOfSeveral } from "./use-tenant-word.ts";

/** One connection: how it stands, what it may do, what happened to it. `tryIt` and `usage` come from the page. */
export function ConnectionDetail({ id, tryIt, usage }: { id: string; tryIt: ReactNode; usage: ReactNode }) {
  const t = useTranslations("connections");
  const { data: connection } = useConnection(id);
  const name = useConnectionName()(connection);
  const { integration } = connection;
  return (
    <>
      <PageHeader
        title={name}
        mark={<ProviderMark provider={integration.provider} name={integration.displayName} size="lg" />}
        breadcrumbs={[
          { label: t("title"), href: "/connections" },
          { label: integration.name, href: `/oauth/${integration.slug}` as Route },
        ]}
        description={
          <span className="mt-1 flex flex-wrap items-center gap-2.5">
            <ConnectionStatus connection={connection} />
            <span className="text-ink-3">
              {[integration.displayName, chosenOfSeveral(connection)].filter(Boolean).join(" · ")}
            </span>
          </span>
        }
        actions={<Acts connection={connection} />}
      />
      <Columns
        aside={
          <>
            <ConnectionFactsPanel connection={connection} />
            <ConnectionEventsPanel connectionId={connection.id} />
          </>
        }
      >
        <HandoverNotice
          connection={connection}
          reconnect={<ReconnectButton connection={connection} variant="primary" />}
        />
        <TenantPanel connection={connection} />
        <ConnectionHealthPanel
          connection={connection}
          reconnect={<ReconnectButton connection={connection} variant="primary" />}
        />
        <SharingPanel connection={connection} />
        {connection.canUse ? tryIt : <NotUsable connection={connection} />}
        {usage}
        {connection.canManage || connection.canDisconnect ? <CallersPanel connection={connection} /> : null}
      </Columns>
    </>
  );
}

// What waits for its owner's sign-in says so above.
function NotUsable({ connection: { handover, owner } }: { connection: Connection }) {
  const t = useTranslations("connections");
  if (handover?.needs === "consent") return null;
  return <Notice>{t("onlyOwner", { name: owner.name })}</Notice>;
}

function Acts({ connection }: { connection: Connection }) {
  const t = useTranslations("connections");
  return (
    <>
      {connection.canManage ? <RenameDialog connection={connection} /> : null}
      {connection.canManage ? <ReconnectButton connection={connection} variant="secondary" /> : null}
      {connection.canDisconnect ? (
        <DisconnectDialog connection={connection} />
      ) : connection.canManage ? null : (
        <span className="text-ink-3">{t("viewOnly")}</span>
      )}
    </>
  );
}
