"use client";

import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { IntegrationStatus } from "./integration-status.tsx";
import { OfferingBadges } from "./offering-badges.tsx";
import { useIntegration } from "./queries.ts";

/** The head of an integration's pages: what it is, how it stands, its tabs. `connect` comes from the page and shows while it can work. */
export function IntegrationHeader({ id, connect }: { id: string; connect?: ReactNode }) {
  const t = useTranslations("integrations");
  const { data: integration } = useIntegration(id);
  const base = `/oauth/${integration.slug}`;
  const tabs = [
    { href: base as Route, label: t("tabs.overview") },
    {
      href: `${base}/connections` as Route,
      label: t("tabs.connections"),
      count: integration.connectionCount,
    },
    { href: `${base}/settings` as Route, label: t("tabs.settings") },
    { href: `${base}/activity` as Route, label: t("tabs.activity") },
  ];
  return (
    <>
      <PageHeader
        title={integration.name}
        mark={
          <ProviderMark
            provider={integration.offering.provider}
            name={integration.offering.displayName}
            size="lg"
          />
        }
        breadcrumbs={[{ label: t("oauth") }, { label: t("title"), href: "/oauth" }]}
        actions={integration.status === "configured" && !integration.isDisabled ? connect : null}
        description={
          <span className="mt-1 flex flex-wrap items-center gap-2.5">
            <IntegrationStatus integration={integration} />
            <OfferingBadges offering={integration.offering} />
            <code className="text-sm text-ink-3">{integration.slug}</code>
          </span>
        }
      />
      <LinkTabs tabs={tabs} label={t("tabs.label")} />
    </>
  );
}
