"use client";

import { useTranslations } from "use-intl";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ProblemCode } from "#lib/core/problem-types.ts";

interface ProblemPageProps {
  code: ProblemCode;
  status: number;
  title: string;
}

/** The page behind a problem's `type` (RFC 9457, 3.1.1): what it means and the way out. */
export function ProblemPage({ code, status, title }: ProblemPageProps) {
  const t = useTranslations("problems");
  return (
    <PlainPage size="lg" title={title} description={t("intro")}>
      <Panel className="w-full">
        <KeyValueList
          items={[
            { key: t("code"), value: <code>{code}</code> },
            { key: t("status"), value: status },
          ]}
        />
      </Panel>
      <Panel title={t("meaning")} className="w-full">
        <p className="text-ink-2">{t(`codes.${code}.meaning`)}</p>
      </Panel>
      <Panel title={t("remedy")} className="w-full">
        <p className="text-ink-2">{t(`codes.${code}.remedy`)}</p>
      </Panel>
      <p className="text-sm text-ink-3">{t("requestId")}</p>
    </PlainPage>
  );
}
