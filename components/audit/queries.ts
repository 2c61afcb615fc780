"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { apiKeyPageSchema } from "#lib/api-keys/contract.ts";
import { auditEventPageSchema, chainReportSchema } from "#lib/audit/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { connectionPageSchema } from "#lib/connections/contract.ts";
import { integrationPageSchema } from "#lib/integrations/contract.ts";
import { memberPageSchema, type UpdateWorkspace, workspaceSchema } from "#lib/workspaces/contract.ts";
import { auditKeys } from "./keys.ts";

/** Something that the audit log can be narrowed to. */
export interface Choice {
  value: string;
  label: string;
  description?: string;
}

export function useAuditEvents(filter: Record<string, string | null>) {
  return useQuery({
    queryKey: auditKeys.list(filter),
    queryFn: ({ signal }) =>
      apiFetch(`/api/audit-events?${toSearch(filter)}`, { schema: auditEventPageSchema, signal }),
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
  });
}

/** The integrations whose name, slug or client id contains what was typed, a hundred at most. */
export function useIntegrationChoices(search: string) {
  return useChoices("integrations", search, integrationPageSchema, { q: search }, ({ items }) =>
    items.map(({ id, name, slug }): Choice => ({ value: id, label: name, description: slug })),
  );
}

/** The connections that the actor sees, a hundred at most. */
export function useConnectionChoices(search: string, isAdmin: boolean) {
  const query = { q: search, scope: isAdmin ? "all" : null };
  return useChoices("connections", search, connectionPageSchema, query, ({ items }) =>
    items.map(({ id, name, account, integration }): Choice => {
      const label = name ?? account?.label ?? account?.email ?? id;
      return { value: id, label, description: integration.name };
    }),
  );
}

/** The members who joined last, a hundred at most. */
export function useMemberChoices() {
  return useChoices("workspace/members", "", memberPageSchema, {}, ({ items }) =>
    items.map(({ id, name, email }): Choice => ({ value: id, label: name, description: email })),
  );
}

/** The keys made last, a hundred at most. */
export function useApiKeyChoices() {
  return useChoices("api-keys", "", apiKeyPageSchema, {}, ({ items }) =>
    items.map(({ id, name, prefix }): Choice => ({ value: id, label: name, description: prefix })),
  );
}

function useChoices<T extends z.ZodType>(
  noun: string,
  search: string,
  schema: T,
  query: Record<string, string | null>,
  select: (page: z.output<T>) => Choice[],
) {
  const { data } = useQuery({
    queryKey: auditKeys.choices(noun, search),
    queryFn: ({ signal }) =>
      apiFetch(`/api/${noun}?${toSearch({ ...query, limit: "100" })}`, { schema, signal }),
    placeholderData: keepPreviousData,
    select,
  });
  return data ?? [];
}

/** Has the server read the whole chain. */
export function useVerifyChain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      apiFetch("/api/audit-events/verification", { method: "POST", schema: chainReportSchema }),
    onSuccess: () => client.invalidateQueries({ queryKey: auditKeys.all }),
  });
}

/** How long events are kept. */
export function useRetention() {
  return useQuery({
    queryKey: auditKeys.retention,
    queryFn: ({ signal }) => apiFetch("/api/workspace", { schema: workspaceSchema, signal }),
  });
}

export function useUpdateRetention() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (auditDays: UpdateWorkspace["auditDays"]) =>
      apiFetch("/api/workspace", { method: "PATCH", body: { auditDays }, schema: workspaceSchema }),
    onSuccess: () => client.invalidateQueries({ queryKey: auditKeys.all }),
  });
}
