"use client";

import { parseAsIsoDate, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { auditActions, auditOutcomes } from "#lib/audit/contract.ts";

const DAY_MS = 86_400_000;

/** The outcomes to choose from, all of them first. */
export const outcomeChoices = ["all", ...auditOutcomes] as const;

const parsers = {
  integration: parseAsString,
  connection: parseAsString,
  actor: parseAsString,
  action: parseAsStringLiteral(auditActions),
  outcome: parseAsStringLiteral(outcomeChoices).withDefault("all"),
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  cursor: parseAsString,
};

/** The filters of the audit log as the address holds them, and the same as the API is asked. A new filter starts at page one. */
export function useAuditFilter(integrationId?: string) {
  const [values, setValues] = useQueryStates(parsers);
  const { outcome, from, to } = values;
  const asked = {
    integrationId: integrationId ?? values.integration,
    connectionId: values.connection,
    actorId: values.actor,
    action: values.action,
    outcome: outcome === "all" ? null : outcome,
    from: from?.toISOString() ?? null,
    // The last day counts as a whole.
    to: to ? new Date(to.getTime() + DAY_MS).toISOString() : null,
  };
  const { integrationId: _, ...others } = asked;
  const isFiltered = Boolean(values.integration) || Object.values(others).some((value) => value !== null);
  const set = (changes: Partial<typeof values>) => void setValues({ ...changes, cursor: null });
  return { values, asked, isFiltered, set, clear: () => void setValues(null) };
}

export type AuditFilterState = ReturnType<typeof useAuditFilter>;
