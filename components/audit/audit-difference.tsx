"use client";

import { useTranslations } from "use-intl";

/** What changed, field by field: before and after, or the one value where there was no other. */
export function AuditDifference({ changes }: { changes: Record<string, unknown> }) {
  const t = useTranslations("audit");
  const fields = Object.entries(changes);
  if (fields.length === 0) return null;
  return (
    <div className="mt-5 grid gap-1.5">
      <h3 className="font-medium text-ink">{t("changes")}</h3>
      <dl className="grid gap-y-2.5 rounded-md border bg-raised px-3.5 py-3">
        {fields.map(([field, value]) => (
          <div key={field} className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[10rem_1fr]">
            <dt className="wrap-anywhere text-ink-2">{field}</dt>
            <dd className="min-w-0 text-ink">
              {isPair(value) ? <Pair {...value} /> : <Value value={value} />}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface PairProps {
  before?: unknown;
  after?: unknown;
}

function Pair({ before, after }: PairProps) {
  const t = useTranslations("audit");
  return (
    <>
      {before === undefined ? null : (
        <span className="flex gap-2">
          <span className="w-12 shrink-0 text-sm text-ink-3">{t("before")}</span>
          <del className="min-w-0 decoration-bad/60">
            <Value value={before} />
          </del>
        </span>
      )}
      {after === undefined ? null : (
        <span className="flex gap-2">
          <span className="w-12 shrink-0 text-sm text-ink-3">{t("after")}</span>
          <ins className="min-w-0 no-underline">
            <Value value={after} />
          </ins>
        </span>
      )}
    </>
  );
}

function Value({ value }: { value: unknown }) {
  const t = useTranslations("audit");
  if (value === null || value === "") return <span className="text-ink-3">{t("none")}</span>;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return <code className="wrap-anywhere whitespace-pre-wrap">{text}</code>;
}

function isPair(value: unknown): value is PairProps {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return names.length > 0 && names.every((name) => name === "before" || name === "after");
}
