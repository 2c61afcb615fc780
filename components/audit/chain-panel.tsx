"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ChainReport } from "#lib/audit/contract.ts";
import { auditDayChoices } from "#lib/workspaces/contract.ts";
import { useRetention, useUpdateRetention, useVerifyChain } from "./queries.ts";

const FOREVER = "forever";

/** For those who run the workspace: is the log as it was written, and how long is it kept. */
export function ChainPanel() {
  const t = useTranslations("audit.chain");
  const verify = useVerifyChain();
  return (
    <Panel
      className="mt-5"
      title={t("title")}
      description={t("description")}
      action={
        <>
          <Button onClick={() => window.location.assign("/api/audit-events/checkpoint")}>
            {t("checkpoint")}
          </Button>
          <Button
            icon={<ShieldCheck aria-hidden />}
            isPending={verify.isPending}
            onClick={() => verify.mutate()}
          >
            {t("verify")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {verify.error ? <ErrorNotice error={verify.error} /> : null}
        {verify.data ? <Report report={verify.data} /> : null}
        <Retention />
      </div>
    </Panel>
  );
}

function Report({ report: { events, removed, fault } }: { report: ChainReport }) {
  const t = useTranslations("audit.chain");
  if (!fault)
    return (
      <Notice tone="ok" isAnnounced title={t("whole", { events })}>
        {removed > 0 ? t("removed", { removed }) : null}
      </Notice>
    );
  return (
    <Notice tone="bad" isAnnounced title={t("broken", { place: fault.sequence ?? "–" })}>
      {t(`fault.${fault.reason}`)} {fault.eventId ? <code>{fault.eventId}</code> : null}
    </Notice>
  );
}

function Retention() {
  const t = useTranslations("audit.retention");
  const { data } = useRetention();
  const update = useUpdateRetention();
  const options = [
    { value: FOREVER, label: t("forever") },
    ...auditDayChoices.map((days) => ({ value: String(days), label: t("days", { days }) })),
  ];
  return (
    <>
      <Field label={t("label")} hint={t("hint")}>
        {(control) => (
          <Select
            {...control}
            className="w-full sm:w-60"
            disabled={!data || update.isPending}
            options={options}
            value={data ? String(data.auditDays ?? FOREVER) : null}
            onValueChange={(value) =>
              update.mutate(auditDayChoices.find((days) => String(days) === value) ?? null)
            }
          />
        )}
      </Field>
      {update.error ? <ErrorNotice error={update.error} /> : null}
    </>
  );
}
