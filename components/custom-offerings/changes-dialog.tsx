"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { CustomOffering } from "#lib/custom-offerings/contract.ts";
import { useOfferingChanges } from "./queries.ts";

/** What differs between two versions of an offering, value by value. */
export function ChangesDialog({ offering }: { offering: CustomOffering }) {
  const t = useTranslations("customOfferings.changes");
  return (
    <Dialog
      size="lg"
      trigger={<Button size="sm">{t("open")}</Button>}
      title={t("title")}
      description={t("description", { name: offering.displayName })}
    >
      <Comparison key={offering.latestVersion} offering={offering} />
    </Dialog>
  );
}

function Comparison({ offering }: { offering: CustomOffering }) {
  const t = useTranslations("customOfferings.changes");
  const latest = offering.latestVersion ?? 1;
  const published = offering.publishedVersion;
  const [from, setFrom] = useState(published !== null && published < latest ? published : latest - 1);
  const [to, setTo] = useState(latest);
  const options = offering.versions.map(({ version }) => ({
    value: String(version),
    label: t("version", { version }),
  }));
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label={t("from")}>
          {(control) => (
            <Select
              {...control}
              options={options}
              value={String(from)}
              onValueChange={(value) => setFrom(Number(value))}
            />
          )}
        </Field>
        <Field label={t("to")}>
          {(control) => (
            <Select
              {...control}
              options={options}
              value={String(to)}
              onValueChange={(value) => setTo(Number(value))}
            />
          )}
        </Field>
      </div>
      <Differences id={offering.id} from={from} to={to} />
    </div>
  );
}

function Differences({ id, from, to }: { id: string; from: number; to: number }) {
  const t = useTranslations("customOfferings.changes");
  const changes = useOfferingChanges(id, { from, to });
  if (changes.isError) return <ErrorNotice error={changes.error} onRetry={() => void changes.refetch()} />;
  if (!changes.data) {
    return (
      <Loading>
        <Skeleton className="w-64" />
      </Loading>
    );
  }
  if (changes.data.items.length === 0) return <p className="text-ink-2">{t("none")}</p>;
  return (
    <ul className="grid gap-3">
      {changes.data.items.map(({ path, before, after }) => (
        <li key={path} className="grid gap-1 rounded-lg border px-4 py-3">
          <code className="font-medium wrap-anywhere text-ink">{path}</code>
          <Value sign="−" label={t("before")} text={before} />
          <Value sign="+" label={t("after")} text={after} />
        </li>
      ))}
    </ul>
  );
}

function Value({ sign, label, text }: { sign: string; label: string; text: string | null }) {
  const t = useTranslations("customOfferings.changes");
  return (
    <p className="flex items-baseline gap-2 text-sm">
      <span aria-hidden className="w-3 shrink-0 text-center text-ink-3">
        {sign}
      </span>
      <span className="sr-only">{label}</span>
      {text === null || text === "" ? (
        <span className="text-ink-3">{t("nothing")}</span>
      ) : (
        <code className="min-w-0 wrap-anywhere text-ink-2">{text}</code>
      )}
    </p>
  );
}
