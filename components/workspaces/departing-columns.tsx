"use client";

import { createContext, useContext, useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DepartingConnection, Departure } from "#lib/workspaces/contract.ts";
import { ChoiceFields } from "./choice-fields.tsx";
import type { Choice, Choices } from "./departure-choices.ts";

const column = dataColumns<DepartingConnection>();

interface Deciding {
  choices: Choices;
  people: Departure["people"];
  choose: (connection: DepartingConnection, choice: Choice) => void;
}

/** What has been chosen, beside the columns: they stay the same, so that a choice keeps the focus. */
export const DecidingContext = createContext<Deciding | null>(null);

/** The columns of what somebody leaves behind: what it is, who else uses it, and what becomes of it. */
export function useDepartingColumns() {
  const t = useTranslations("workspaces.leave");
  return useMemo(() => {
    const nameOf = ({ name, account }: DepartingConnection) => name ?? account ?? t("unnamedAccount");
    return column.columns([
      column.display({
        id: "connection",
        header: t("connection"),
        meta: { className: "max-sm:pr-0" },
        cell: ({ row: { original } }) => (
          <span className="flex min-w-0 items-center gap-3">
            <ProviderMark provider={original.integration.provider} name={original.integration.displayName} />
            <span className="min-w-0">
              <span className="block wrap-anywhere">{nameOf(original)}</span>
              <span className="block text-sm font-normal wrap-anywhere text-ink-3">
                {original.integration.name}
                {" · "}
                {original.shareLevel === null
                  ? t("personal")
                  : t("shared", { level: t(`levels.${original.shareLevel}`) })}
              </span>
            </span>
          </span>
        ),
      }),
      column.display({
        id: "usedBy",
        header: t("usedBy"),
        meta: { isUnlabelled: true, className: "max-sm:text-left" },
        cell: ({ row: { original } }) => <Callers callers={original.callers} />,
      }),
      column.accessor("lastUsedAt", {
        header: t("lastUsed"),
        meta: { className: "whitespace-nowrap" },
        cell: ({ row: { original } }) => <RelativeTime value={original.lastUsedAt} />,
      }),
      column.display({
        id: "decision",
        header: t("decision"),
        meta: { isUnlabelled: true, className: "max-sm:mt-1.5" },
        cell: ({ row: { original } }) => <Decision connection={original} name={nameOf(original)} />,
      }),
    ]);
  }, [t]);
}

function Decision({ connection, name }: { connection: DepartingConnection; name: string }) {
  const deciding = useContext(DecidingContext);
  if (!deciding) return null;
  const { choices, people, choose } = deciding;
  const isShared = connection.shareLevel !== null;
  return (
    <ChoiceFields
      name={name}
      isShared={isShared}
      isForEverybody={connection.isForEverybody}
      people={people}
      value={choices.own.get(connection.id) ?? (isShared ? choices.shared : choices.personal)}
      onChange={(choice) => choose(connection, choice)}
    />
  );
}

function Callers({ callers: { people, keys, first } }: Pick<DepartingConnection, "callers">) {
  const t = useTranslations("workspaces.leave");
  if (people + keys === 0) return <span className="text-ink-3">{t("nobody")}</span>;
  const both = people > 0 && keys > 0 ? "yes" : "no";
  return (
    <span>
      {t("callers", { people, keys, both })}
      {first.length > 0 ? (
        <span className="block text-sm wrap-anywhere text-ink-3">{first.join(", ")}</span>
      ) : null}
    </span>
  );
}
