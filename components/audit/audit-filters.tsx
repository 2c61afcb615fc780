"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Input } from "#components/ui/input.tsx";
import { auditActions } from "#lib/audit/contract.ts";
import { useActionLabel } from "./action-label.ts";
import {
  type Choice,
  useApiKeyChoices,
  useConnectionChoices,
  useIntegrationChoices,
  useMemberChoices,
} from "./queries.ts";
import { type AuditFilterState, outcomeChoices } from "./use-audit-filter.ts";

const ALL = "all";

interface AuditFiltersProps {
  filter: AuditFilterState;
  isAdmin: boolean;
  /** The page is about one integration already. */
  hasIntegration: boolean;
}

/** Integration, connection, actor, act, outcome and time, all of which stand in the address. */
export function AuditFilters({ filter, isAdmin, hasIntegration }: AuditFiltersProps) {
  const t = useTranslations("audit");
  const labelOf = useActionLabel();
  const { values, set } = filter;
  const actions = auditActions.map((value) => ({ value, label: labelOf(value), description: value }));
  return (
    <FilterBar>
      {hasIntegration ? null : <IntegrationFilter filter={filter} />}
      <ConnectionFilter filter={filter} isAdmin={isAdmin} />
      {isAdmin ? <ActorFilter filter={filter} /> : null}
      <ChoiceFilter
        label={t("act")}
        all={t("filter.everyAct")}
        choices={actions}
        value={values.action}
        onValueChange={(action) => set({ action: auditActions.find((it) => it === action) ?? null })}
      />
      <SegmentFilter
        label={t("outcome.label")}
        value={values.outcome}
        onValueChange={(outcome) => set({ outcome })}
        options={outcomeChoices.map((value) => ({ value, label: t(`outcome.${value}`) }))}
      />
      <DayFilter label={t("filter.from")} value={values.from} onValueChange={(from) => set({ from })} />
      <DayFilter label={t("filter.to")} value={values.to} onValueChange={(to) => set({ to })} />
    </FilterBar>
  );
}

function IntegrationFilter({ filter: { values, set } }: { filter: AuditFilterState }) {
  const t = useTranslations("audit");
  const [search, setSearch] = useState("");
  return (
    <ChoiceFilter
      label={t("filter.integration")}
      all={t("filter.everyIntegration")}
      choices={useIntegrationChoices(search)}
      onSearch={setSearch}
      value={values.integration}
      onValueChange={(integration) => set({ integration })}
    />
  );
}

function ConnectionFilter({
  filter: { values, set },
  isAdmin,
}: {
  filter: AuditFilterState;
  isAdmin: boolean;
}) {
  const t = useTranslations("audit");
  const [search, setSearch] = useState("");
  return (
    <ChoiceFilter
      label={t("filter.connection")}
      all={t("filter.everyConnection")}
      choices={useConnectionChoices(search, isAdmin)}
      onSearch={setSearch}
      value={values.connection}
      onValueChange={(connection) => set({ connection })}
    />
  );
}

function ActorFilter({ filter: { values, set } }: { filter: AuditFilterState }) {
  const t = useTranslations("audit");
  return (
    <ChoiceFilter
      label={t("actor")}
      all={t("filter.everyActor")}
      choices={[...useMemberChoices(), ...useApiKeyChoices()]}
      value={values.actor}
      onValueChange={(actor) => set({ actor })}
    />
  );
}

interface ChoiceFilterProps {
  label: string;
  all: string;
  choices: readonly Choice[];
  value: string | null;
  onValueChange: (value: string | null) => void;
  onSearch?: (text: string) => void;
}

// Something that is gone, or not among the first hundred, is still there by its id.
function ChoiceFilter({ label, all, choices, value, onValueChange, onSearch }: ChoiceFilterProps) {
  const isKnown = value === null || choices.some((choice) => choice.value === value);
  const options = [{ value: ALL, label: all }, ...(isKnown ? [] : [{ value, label: value }]), ...choices];
  return (
    <Combobox
      aria-label={label}
      className="w-full sm:w-52"
      options={options}
      value={value ?? ALL}
      onSearch={onSearch}
      onValueChange={(next) => onValueChange(next === ALL ? null : next)}
    />
  );
}

interface DayFilterProps {
  label: string;
  value: Date | null;
  onValueChange: (value: Date | null) => void;
}

function DayFilter({ label, value, onValueChange }: DayFilterProps) {
  const id = useId();
  return (
    <div className="flex w-full items-center gap-2 text-ink-2 sm:w-auto">
      <label htmlFor={id} className="w-9 shrink-0 sm:w-auto">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        className="w-full sm:w-40"
        value={value?.toISOString().slice(0, 10) ?? ""}
        onChange={({ target }) => onValueChange(target.valueAsDate)}
      />
    </div>
  );
}
