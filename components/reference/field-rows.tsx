"use client";

import { useTranslations } from "use-intl";
import { InlineCode } from "./inline-code.tsx";
import type { SchemaRow } from "./reference.ts";

interface FieldRowsProps {
  title: string;
  rows: readonly SchemaRow[];
  /** What to say when there is nothing; without it, nothing is said. */
  whenEmpty?: string;
}

const indent = ["", "pl-4", "pl-8", "pl-12", "pl-16"];

/** The fields of a body, an answer or the query: name, type, and what it is for. */
export function FieldRows({ title, rows, whenEmpty }: FieldRowsProps) {
  const t = useTranslations("reference");
  if (rows.length === 0 && !whenEmpty) return null;
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 text-sm font-medium text-ink-2">{title}</h3>
      {rows.length === 0 ? <p className="text-ink-3">{whenEmpty}</p> : null}
      {rows.length > 0 ? (
        <ul className="divide-y rounded-lg border bg-panel">
          {rows.map((row) => (
            <li key={row.path} className={`px-3 py-2 ${indent[row.depth] ?? ""}`}>
              <div className={row.depth > 0 ? "pl-3" : undefined}>
                <p className="flex flex-wrap items-baseline gap-x-2.5">
                  {row.name ? <code className="font-medium wrap-anywhere text-ink">{row.name}</code> : null}
                  <code className="min-w-0 text-sm wrap-anywhere text-ink-3">{row.type}</code>
                  {row.isRequired && row.name ? (
                    <span className="text-xs text-ink-2">{t("required")}</span>
                  ) : null}
                </p>
                {row.description ? (
                  <p className="text-sm text-ink-2">
                    <InlineCode text={row.description} />
                  </p>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
