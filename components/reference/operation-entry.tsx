"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { MethodChip } from "#components/ui/method-chip.tsx";
import { FieldRows } from "./field-rows.tsx";
import { InlineCode } from "./inline-code.tsx";
import { OperationAccess } from "./operation-access.tsx";
import { PathCode } from "./path-code.tsx";
import { ProblemList } from "./problem-list.tsx";
import type { ReferenceOperation } from "./reference.ts";

interface OperationEntryProps {
  operation: ReferenceOperation;
  /** Without it, there is the line alone. */
  hasDetails: boolean;
}

/** One operation: a line that opens. The browser finds text in it and opens it by itself. */
export function OperationEntry({ operation, hasDetails }: OperationEntryProps) {
  const t = useTranslations("reference");
  const { id, method, path, summary } = operation;
  return (
    <details id={id} className="group/entry scroll-mt-20">
      <summary className="grid cursor-pointer list-none grid-cols-[4rem_minmax(0,1fr)] items-baseline gap-x-3.5 gap-y-0.5 px-5 py-3 hover:bg-raised focus-visible:-outline-offset-2 lg:grid-cols-[4rem_minmax(0,1.1fr)_minmax(0,1fr)_auto_1rem] [&::-webkit-details-marker]:hidden">
        <MethodChip method={method} />
        <PathCode path={path} />
        <span className="text-ink-2 max-lg:col-start-2">{summary}</span>
        <span className="text-xs text-ink-3 max-lg:col-start-2">{t(`access.${caller(operation)}`)}</span>
        <ChevronRight
          aria-hidden
          className="size-4 self-center text-ink-3 transition-transform group-open/entry:rotate-90 max-lg:hidden"
        />
      </summary>
      {hasDetails ? <Details operation={operation} /> : null}
    </details>
  );
}

function Details({ operation }: Pick<OperationEntryProps, "operation">) {
  const t = useTranslations("reference");
  const { description, parameters, query, body, answer, problems, curl } = operation;
  return (
    <div className="grid gap-5 border-t bg-ground/50 px-5 py-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="grid content-start gap-5">
        <div className="grid gap-1 text-ink-2">
          {description ? (
            <p>
              <InlineCode text={description} />
            </p>
          ) : null}
          <OperationAccess operation={operation} />
        </div>
        <FieldRows title={t("parameters")} rows={parameters} />
        <FieldRows title={t("query")} rows={query} />
        <FieldRows title={t("body")} rows={body} />
        {curl ? <CodeBlock code={curl} label={t("curl")} /> : null}
      </div>
      <div className="grid content-start gap-5">
        <FieldRows
          title={t("answer", { status: answer.status })}
          rows={answer.rows}
          whenEmpty={t("noAnswer")}
        />
        <ProblemList problems={problems} />
      </div>
    </div>
  );
}

function caller({ access, isForApiKeys }: ReferenceOperation): "public" | "key" | "person" {
  if (access === "public") return "public";
  return isForApiKeys ? "key" : "person";
}
