"use client";

import type { Route } from "next";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { Notice } from "#components/ui/notice.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { ConnectButton } from "./connect-button.tsx";

/** What the provider's API has asked for and the connection does not have, and the way to it; nothing where there is none. */
export function WantedScopesNotice({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.wanted");
  const { integration, wantedScopes, canManage } = connection;
  const list = useFormatter().list;
  const namesOf = (isOffered: boolean) =>
    wantedScopes.filter((wanted) => wanted.isOffered === isOffered).map(({ scope }) => scope);
  const [offered, others] = [namesOf(true), namesOf(false)];
  const code = (parts: string[]) => <>{list(parts.map((scope) => <code key={scope}>{scope}</code>))}</>;
  if (wantedScopes.length === 0) return null;
  return (
    <Notice
      tone="warn"
      title={t("title", { provider: integration.displayName })}
      action={
        offered.length > 0 && canManage ? (
          <ConnectButton
            target={{ integrationId: integration.id, connectionId: connection.id, addScopes: true }}
            provider={integration.displayName}
          >
            {t("reconnect")}
          </ConnectButton>
        ) : null
      }
    >
      <div className="grid gap-1.5 wrap-anywhere">
        {offered.length > 0 ? (
          <p>
            {t.rich("offered", { count: offered.length, scopes: () => code(offered) })}{" "}
            {canManage ? t("grant") : t("ownerGrants", { name: connection.owner.name })}
          </p>
        ) : null}
        {others.length > 0 ? (
          <p>
            {t.rich("notOffered", {
              count: others.length,
              scopes: () => code(others),
              link: (text) => (
                <Link
                  className="underline underline-offset-3"
                  href={`/oauth/${integration.slug}/settings` as Route}
                >
                  {text}
                </Link>
              ),
            })}
          </p>
        ) : null}
      </div>
    </Notice>
  );
}
