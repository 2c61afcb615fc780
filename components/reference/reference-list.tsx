"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useDeferredValue } from "react";
import { useTranslations } from "use-intl";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { NoMatchState } from "#components/ui/no-match-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { OperationEntry } from "./operation-entry.tsx";
import type { ReferenceGroup } from "./reference.ts";

/** All operations by noun; each opens to its fields, its problems and a command to try it. */
export function ReferenceList({ groups }: { groups: readonly ReferenceGroup[] }) {
  const t = useTranslations("reference");
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const shown = filterGroups(groups, q);
  // Three thousand rows of fields: the lines come from the server, what they open to is put in by the browser.
  const hasDetails = useDeferredValue(true, false);
  return (
    <>
      <FilterBar>
        <SearchFilter label={t("search")} value={q} onValueChange={(value) => void setQ(value || null)} />
      </FilterBar>
      <div className="grid gap-4.5">
        {shown.map(({ noun, operations }) => (
          <Panel key={noun} isFlush title={isNamed(noun) ? t(`nouns.${noun}`) : noun}>
            <ul>
              {operations.map((operation) => (
                <li key={operation.id} className="border-b last:border-b-0">
                  <OperationEntry operation={operation} hasDetails={hasDetails} />
                </li>
              ))}
            </ul>
          </Panel>
        ))}
        {shown.length === 0 ? (
          <Panel isFlush>
            <NoMatchState onClear={() => void setQ(null)} />
          </Panel>
        ) : null}
      </div>
    </>
  );
}

const named = [
  "api-keys",
  "audit-events",
  "connections",
  "flows",
  "integration-connections",
  "integrations",
  "notice-mail",
  "offerings",
  "password",
  "session",
  "setup",
  "webhooks",
  "workspace",
] as const;

function isNamed(noun: string): noun is (typeof named)[number] {
  return named.some((known) => known === noun);
}

function filterGroups(groups: readonly ReferenceGroup[], q: string): ReferenceGroup[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ method, path, summary }: ReferenceGroup["operations"][number]) => {
    const text = `${method} ${path} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups
    .map(({ noun, operations }) => ({ noun, operations: operations.filter(matches) }))
    .filter(({ operations }) => operations.length > 0);
}
