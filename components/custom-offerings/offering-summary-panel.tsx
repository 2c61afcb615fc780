"use client";

import { useTranslations } from "use-intl";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { CustomOffering } from "#lib/custom-offerings/contract.ts";
import { DeleteOfferingDialog } from "./delete-offering-dialog.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import { UnpublishDialog } from "./unpublish-dialog.tsx";

/** How the offering stands, and the acts that change it. */
export function OfferingSummaryPanel({ offering }: { offering: CustomOffering }) {
  const t = useTranslations("customOfferings.summary");
  const { source, state, publishedVersion, latestVersion, updatedAt, integrationCount } = offering;
  if (source === "builtin") {
    return (
      <Panel title={t("title")} isStrong>
        <KeyValueList items={[{ key: t("integrations"), value: integrationCount }]} />
        <Notice className="mt-4">{offering.isSandbox ? t("sandbox") : t("readOnly")}</Notice>
      </Panel>
    );
  }
  const canPublish = state !== "published" || offering.hasUnpublishedChanges;
  const none = <span className="text-ink-3">{t("never")}</span>;
  return (
    <Panel
      title={t("title")}
      isStrong
      footer={
        <>
          {integrationCount === 0 ? <DeleteOfferingDialog offering={offering} /> : null}
          {state === "published" ? <UnpublishDialog offering={offering} /> : null}
          {canPublish ? <PublishDialog offering={offering} /> : null}
        </>
      }
    >
      <KeyValueList
        items={[
          {
            key: t("published"),
            value: publishedVersion === null ? none : t("version", { version: publishedVersion }),
          },
          { key: t("latest"), value: t("version", { version: latestVersion ?? 1 }) },
          { key: t("changed"), value: updatedAt ? <RelativeTime value={updatedAt} /> : none },
          { key: t("integrations"), value: integrationCount },
        ]}
      />
      <p className="mt-3 text-sm text-ink-3">{t(`hint.${hintOf(offering)}`)}</p>
    </Panel>
  );
}

function hintOf({ state, hasUnpublishedChanges }: CustomOffering) {
  if (state === "builtin") return "published";
  return state === "published" && hasUnpublishedChanges ? "changed" : state;
}
