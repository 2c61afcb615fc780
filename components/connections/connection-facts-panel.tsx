"use client";

import { useTranslations } from "use-intl";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ExactTime, RelativeTime } from "#components/ui/relative-time.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { UnderNames } from "./under-names.tsx";
import { useTenantWord } from "./use-tenant-word.ts";

/** Account, owner, scopes granted, times; everything but the tokens. */
export function ConnectionFactsPanel({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.facts");
  const word = useTenantWord(connection.tenants);
  const { account, missingScopes, scopes } = connection;
  const { kind } = connection.integration;
  const isEntered = kind === "api_key" || kind === "basic";
  return (
    <Panel title={t("title")}>
      <KeyValueList
        items={[
          ...(connection.name && account
            ? [{ key: t("account"), value: account.label ?? account.email ?? account.id }]
            : []),
          {
            key: t("accountId"),
            value: account ? <code className="text-sm">{account.id}</code> : t("untold"),
          },
          ...(account?.email ? [{ key: t("email"), value: account.email }] : []),
          { key: t("owner"), value: connection.owner.name },
          { key: t("access"), value: connection.isShared ? t("shared") : t("personal") },
          { key: t("madeUnder"), value: <UnderNames connection={connection} /> },
          ...(connection.tenants?.chosen
            ? [
                {
                  key: capitalize(word),
                  value: connection.tenants.chosen.label ?? connection.tenants.chosen.id,
                },
              ]
            : []),
          ...(isEntered
            ? []
            : [
                { key: t("client"), value: <ClientOf connection={connection} /> },
                { key: t("scopes"), value: <code className="text-sm">{scopes.join(" ")}</code> },
              ]),
          ...(missingScopes.length > 0
            ? [
                {
                  key: t("missing"),
                  value: <code className="text-sm text-warn">{missingScopes.join(" ")}</code>,
                },
              ]
            : []),
          { key: t("apiBase"), value: <code className="text-sm">{connection.apiBaseUri}</code> },
          ...(isEntered ? [] : tokenFacts()),
          { key: t("used"), value: <RelativeTime value={connection.lastUsedAt} fallback={t("notYet")} /> },
          { key: t(`authorized.${kind}`), value: <ExactTime value={connection.lastAuthorizedAt} /> },
        ]}
      />
    </Panel>
  );

  function tokenFacts() {
    const { lastRefreshedAt } = connection;
    return [
      { key: t("expires"), value: <TokenExpiry connection={connection} /> },
      { key: t("refreshed"), value: <RelativeTime value={lastRefreshedAt} fallback={t("notYet")} /> },
    ];
  }
}

function ClientOf({ connection: { client } }: { connection: Connection }) {
  const t = useTranslations("connections.facts");
  return (
    <>
      <code className="text-sm">{client.clientId || t("untold")}</code>
      <span className="block text-sm text-ink-3">{t(`clientSource.${client.source}`)}</span>
    </>
  );
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function TokenExpiry({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.facts");
  if (!connection.tokenExpiresAt) return t("noExpiry");
  return (
    <>
      <RelativeTime value={connection.tokenExpiresAt} />
      <span className="block text-sm text-ink-3">
        {connection.hasRefreshToken || connection.integration.kind === "client_credentials"
          ? t("renewed")
          : t("notRenewed")}
      </span>
    </>
  );
}
