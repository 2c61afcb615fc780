"use client";

import { Link2 } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { DepartingConnection, Departure } from "#lib/workspaces/contract.ts";
import { ChoiceFields } from "./choice-fields.tsx";
import { DecidingContext, useDepartingColumns } from "./departing-columns.tsx";
import { type Choice, type Choices, firstChoices } from "./departure-choices.ts";
import { useDeparture } from "./departure-queries.ts";
import { LeaveDialog } from "./leave-dialog.tsx";

const nobody: Departure["people"] = [];

/** The sweep before somebody leaves: each connection of theirs, what uses it, and what becomes of it. */
export function LeaveWorkspace({ workspace }: { workspace: string }) {
  const t = useTranslations("workspaces.leave");
  const paging = useKeysetPaging();
  const query = useDeparture(paging.cursor);
  const people = query.data?.people ?? nobody;
  const { choices, setChoices, choose } = useChoices(people, query.data?.fingerprint ?? "");
  const columns = useDepartingColumns();
  if (query.data?.isLastOwner) return <LastOwner />;
  const count = (query.data?.personalConnections ?? 0) + (query.data?.sharedConnections ?? 0);
  return (
    <div className="grid gap-5">
      {query.data && count > 2 ? (
        <AllAtOnce departure={query.data} choices={choices} onChange={setChoices} />
      ) : null}
      <DecidingContext value={{ choices, people, choose }}>
        <DataTable
          hasMarks
          label={t("list")}
          columns={columns}
          query={query}
          paging={paging}
          getRowId={({ id }) => id}
          empty={
            <EmptyState icon={<Link2 />} title={t("emptyTitle")}>
              {t("emptyDetail")}
            </EmptyState>
          }
        />
      </DecidingContext>
      {query.data ? <LeaveDialog workspace={workspace} departure={query.data} choices={choices} /> : null}
    </div>
  );
}

const none: Choices["own"] = new Map();

// What was chosen stays when a page is turned; once what there is has moved, each connection is to be looked at again.
function useChoices(people: Departure["people"], fingerprint: string) {
  const [chosen, setChosen] = useState<{ choices: Choices; fingerprint: string } | null>(null);
  const choices = useMemo(() => {
    if (!chosen) return firstChoices(people);
    return chosen.fingerprint === fingerprint ? chosen.choices : { ...chosen.choices, own: none };
  }, [chosen, people, fingerprint]);
  const setChoices = useCallback((next: Choices) => setChosen({ choices: next, fingerprint }), [fingerprint]);
  const choose = useCallback(
    ({ id, shareLevel }: DepartingConnection, choice: Choice) => {
      const own = new Map(choices.own).set(id, { ...choice, isShared: shareLevel !== null });
      setChoices({ ...choices, own });
    },
    [choices, setChoices],
  );
  return { choices, setChoices, choose };
}

function LastOwner() {
  const t = useTranslations("workspaces.leave");
  return (
    <Notice
      tone="warn"
      title={t("lastOwner")}
      action={
        <LinkButton href="/settings/members" size="sm">
          {t("toMembers")}
        </LinkButton>
      }
    >
      {t("lastOwnerDetail")}
    </Notice>
  );
}

interface AllAtOnceProps {
  departure: Departure;
  choices: Choices;
  onChange: (choices: Choices) => void;
}

/** One choice for everything of a kind; it takes the place of what was chosen one by one. */
function AllAtOnce({ departure, choices, onChange }: AllAtOnceProps) {
  const t = useTranslations("workspaces.leave");
  const { people, personalConnections, sharedConnections } = departure;
  const kinds = [
    { isShared: true, count: sharedConnections, label: t("allShared", { count: sharedConnections }) },
    { isShared: false, count: personalConnections, label: t("allPersonal", { count: personalConnections }) },
  ].filter(({ count }) => count > 0);
  return (
    <Panel title={t("allTitle")} description={t("allDetail")}>
      <div className="grid gap-4 sm:grid-cols-2">
        {kinds.map(({ isShared, label }) => (
          <div key={label} className="grid content-start gap-1.5">
            <span className="font-medium text-ink">{label}</span>
            <ChoiceFields
              name={label}
              isShared={isShared}
              people={people}
              value={isShared ? choices.shared : choices.personal}
              onChange={(choice) =>
                onChange({
                  ...choices,
                  [isShared ? "shared" : "personal"]: choice,
                  own: new Map([...choices.own].filter(([, own]) => own.isShared !== isShared)),
                })
              }
            />
          </div>
        ))}
      </div>
    </Panel>
  );
}
