"use client";

import type { Route } from "next";
import { useTranslations } from "use-intl";
import { Breakable } from "#components/ui/breakable.tsx";
import { Columns } from "#components/ui/columns.tsx";
import { ExternalLink } from "#components/ui/external-link.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Api } from "#lib/apis/contract.ts";
import { ApiStatus } from "./api-status.tsx";
import { DeleteApiDialog } from "./delete-api-dialog.tsx";
import { EditApiDialog } from "./edit-api-dialog.tsx";
import { FormatName } from "./format-name.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { OperationsPanel } from "./operations-panel.tsx";
import { useApi } from "./queries.ts";

/** `/apis/{id}`: the operations, where the API is, its integration, and what can be done to it. */
export function ApiDetail({ id, canEdit }: { id: string; canEdit: boolean }) {
  const t = useTranslations("apis.detail");
  const { data: api } = useApi(id);
  const { integration } = api;
  return (
    <>
      <PageHeader
        title={api.name}
        breadcrumbs={[{ label: t("oauth") }, { label: t("apis"), href: "/apis" }]}
        description={
          <span className="mt-1 flex flex-wrap items-center gap-2.5">
            <ApiStatus integration={integration} />
            <code className="text-sm text-ink-3">{api.slug}</code>
          </span>
        }
        actions={
          <>
            {canEdit ? <ImportDialog api={api} /> : null}
            <LinkButton
              href={`/oauth/${integration.slug}` as Route}
              variant={integration.status === "configured" ? "secondary" : "primary"}
            >
              {t("openIntegration")}
            </LinkButton>
          </>
        }
      />
      <Columns
        aside={
          <>
            <FactsPanel api={api} canEdit={canEdit} />
            {canEdit ? (
              <Panel title={t("dangerTitle")}>
                <p className="mb-3.5 text-ink-2">{t("deleteDetail")}</p>
                <DeleteApiDialog api={api} />
              </Panel>
            ) : null}
          </>
        }
      >
        {api.description ? <p className="text-ink-2">{api.description}</p> : null}
        {integration.status === "draft" ? (
          <Notice tone="warn" title={t("draftTitle")}>
            {t("draftDetail")}
          </Notice>
        ) : null}
        <OperationsPanel api={api} />
      </Columns>
    </>
  );
}

function FactsPanel({ api, canEdit }: { api: Api; canEdit: boolean }) {
  const t = useTranslations("apis.detail");
  const { document } = api;
  const mono = (text: string | null) =>
    text === null ? null : (
      <code className="text-sm">
        <Breakable text={text} />
      </code>
    );
  const facts = [
    { key: t("baseUrl"), value: mono(api.baseUrl) },
    { key: t("authorizeUrl"), value: mono(api.authorizeUrl) },
    { key: t("tokenUrl"), value: mono(api.tokenUrl) },
    { key: t("scopes"), value: mono(api.scopes.join(" ") || null) },
    { key: t("key"), value: mono(api.keyPlace && `${api.keyPlace.in}: ${api.keyPlace.name}`) },
    { key: t("account"), value: mono(api.accountPath && `GET ${api.accountPath}`) },
    { key: t("document"), value: <FormatName format={document?.format ?? null} /> },
    { key: t("version"), value: document?.version ?? null },
    {
      key: t("from"),
      value: document?.url ? (
        <ExternalLink href={document.url}>{new URL(document.url).host}</ExternalLink>
      ) : null,
    },
    { key: t("imported"), value: document && <RelativeTime value={document.importedAt} /> },
    { key: t("createdBy"), value: api.createdBy.name },
  ];
  return (
    <Panel title={t("factsTitle")} action={canEdit ? <EditApiDialog api={api} /> : null}>
      <KeyValueList isStacked items={facts.filter(({ value }) => value !== null && value !== "")} />
    </Panel>
  );
}
