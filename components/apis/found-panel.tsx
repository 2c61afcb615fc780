"use client";

import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { MethodChip } from "#components/ui/method-chip.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ApiPreview } from "#lib/apis/contract.ts";
import { FormatName } from "./format-name.tsx";

const SHOWN = 8;

/** What was found in a document, before anything of it is stored. */
export function FoundPanel({ preview }: { preview: ApiPreview }) {
  const t = useTranslations("apis.found");
  const rest = preview.operationCount - Math.min(SHOWN, preview.operations.length);
  return (
    <Panel
      title={t("title")}
      action={
        <Badge tone="ok">
          <FormatName format={preview.format} />
        </Badge>
      }
    >
      <div className="grid gap-4" role="status">
        <KeyValueList
          items={[
            { key: t("name"), value: preview.title },
            { key: t("version"), value: preview.version ?? t("unsaid") },
            { key: t("operations"), value: t("count", { count: preview.operationCount }) },
            { key: t("servers"), value: t("count", { count: preview.servers.length }) },
            { key: t("schemes"), value: preview.schemes.map(({ name }) => name).join(", ") || t("none") },
          ]}
        />
        {preview.operations.length > 0 ? (
          <ul className="grid gap-1.5 border-t pt-3.5">
            {preview.operations.slice(0, SHOWN).map(({ key, method, path, summary }) => (
              <li key={key} className="flex min-w-0 items-baseline gap-2.5">
                <MethodChip method={method} />
                <span className="min-w-0">
                  <code className="text-sm wrap-anywhere text-ink">{path}</code>
                  {summary ? <span className="block text-sm text-ink-3">{summary}</span> : null}
                </span>
              </li>
            ))}
            {rest > 0 ? <li className="text-sm text-ink-3">{t("more", { count: rest })}</li> : null}
          </ul>
        ) : null}
      </div>
    </Panel>
  );
}
