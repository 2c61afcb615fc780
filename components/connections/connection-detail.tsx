"use client";

import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Columns } from "#components/ui/columns.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useAccountName } from "./account-name.tsx";
import { ConnectControl } from "./connect-control.tsx";
import { ConnectionEventsPanel } from "./connection-events-panel.tsx";
import { ConnectionFactsPanel } from "./connection-facts-panel.tsx";
import { ConnectionHealthPanel } from "./connection-health-panel.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { useConnection } from "./queries.ts";
import { TenantPanel } from "./tenant-panel.tsx";
import { chosenOfSeveral } from "./use-tenant-word.ts";

/** One connection: how it stands, what it may do, what happened to it. `tryIt` comes from the page. */
export function ConnectionDetail({ id, tryIt }: { id: string; tryIt: ReactNode }) {
  const t = useTranslations("connections");
  const { data: connection } = useConnection(id);
  const name = useAccountName()(connection);
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
        <TenantPanel connection={connection} />
        <ConnectionHealthPanel
          connection={connection}
          reconnect={<ReconnectButton connection={connection} variant="primary" />}
        />
        {connection.canUse ? tryIt : <Notice>{t("onlyOwner", { name: connection.owner.name })}</Notice>}
      </Columns>
    </>
  );
}

function Acts({ connection }: { connection: Connection }) {
  const t = useTranslations("connections");
  return (
    <>
      {connection.canManage ? <ReconnectButton connection={connection} variant="secondary" /> : null}
      {connection.canDisconnect ? (
        <DisconnectDialog connection={connection} />
      ) : (
        <span className="text-ink-3">{t("viewOnly")}</span>
      )}
    </>
  );
}

function ReconnectButton({
  connection,
  variant,
}: {
  connection: Connection;
  variant: "primary" | "secondary";
}) {
  const t = useTranslations("connections");
  const { integration } = connection;
  return (
    <ConnectControl
      kind={integration.kind}
      variant={variant}
      target={{
        integrationId: integration.id,
        connectionId: connection.id,
        provider: integration.displayName,
        keyLabel: integration.keyLabel,
      }}
    >
      {t("reconnect")}
    </ConnectControl>
  );
}
