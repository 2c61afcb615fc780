"use client";

import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { CustomOffering } from "#lib/custom-offerings/contract.ts";
import { ChangesDialog } from "./changes-dialog.tsx";

const SHOWN = 8;

/** Who saved which version when, and what changed between two. */
export function VersionsPanel({ offering }: { offering: CustomOffering }) {
  const t = useTranslations("customOfferings.versions");
  const { versions, publishedVersion, state } = offering;
  return (
    <Panel
      title={t("title")}
      isFlush
      footer={versions.length > 1 ? <ChangesDialog offering={offering} /> : null}
    >
      <ol className="divide-y">
        {versions.slice(0, SHOWN).map(({ version, createdAt, createdBy }) => (
          <li key={version} className="grid gap-0.5 px-5 py-2.5">
            <span className="flex flex-wrap items-center gap-2 font-medium text-ink">
              {t("version", { version })}
              {version === publishedVersion ? (
                <Badge tone={state === "published" ? "ok" : "neutral"}>
                  {t(`${state === "published" ? "published" : "wasPublished"}`)}
                </Badge>
              ) : null}
            </span>
            <span className="text-sm text-ink-3">
              {createdBy.name}, <RelativeTime value={createdAt} />
            </span>
          </li>
        ))}
      </ol>
      {versions.length > SHOWN ? (
        <p className="border-t px-5 py-2.5 text-sm text-ink-3">
          {t("older", { count: versions.length - SHOWN })}
        </p>
      ) : null}
    </Panel>
  );
}
