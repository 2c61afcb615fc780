"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import {
  type CreateOverrideInput,
  effectiveSettingsSchema,
  type OverrideImpact,
  overrideImpactSchema,
  overrideListSchema,
  overrideSchema,
  type UpdateOverrideInput,
} from "#lib/overrides/contract.ts";
import { overrideKeys } from "./keys.ts";

const pathOf = (integrationId: string) => `/api/integrations/${integrationId}/overrides` as const;

/** The overrides of an integration; the page has prefetched them. */
export function useOverrides(integrationId: string) {
  return useQuery({
    queryKey: overrideKeys.list(integrationId),
    queryFn: ({ signal }) => apiFetch(pathOf(integrationId), { schema: overrideListSchema, signal }),
  });
}

/** The settings that count under a runtime configuration and an application. */
export function useEffectiveSettings(integrationId: string, runtime: string, application: string | null) {
  return useQuery({
    queryKey: overrideKeys.settings(integrationId, runtime, application),
    queryFn: ({ signal }) =>
      apiFetch(`/api/integrations/${integrationId}/settings?${toSearch({ runtime, application })}`, {
        schema: effectiveSettingsSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** What must reconnect when the override goes, fetched live while `isOpen`. */
export function useOverrideImpact(integrationId: string, id: string, isOpen: boolean) {
  return useQuery({
    queryKey: overrideKeys.impact(id),
    queryFn: ({ signal }) =>
      apiFetch(`${pathOf(integrationId)}/${id}/impact`, { schema: overrideImpactSchema, signal }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useCreateOverride(integrationId: string) {
  return useOverrideChange((input: CreateOverrideInput) =>
    apiFetch(pathOf(integrationId), { method: "POST", body: input, schema: overrideSchema }),
  );
}

export function useUpdateOverride(integrationId: string, id: string) {
  return useOverrideChange((input: UpdateOverrideInput) =>
    apiFetch(`${pathOf(integrationId)}/${id}`, { method: "PATCH", body: input, schema: overrideSchema }),
  );
}

/** Asks the provider about the override's client again. */
export function useVerifyOverride(integrationId: string, id: string) {
  return useOverrideChange((_: undefined) =>
    apiFetch(`${pathOf(integrationId)}/${id}/verification`, {
      method: "POST",
      body: {},
      schema: overrideSchema,
    }),
  );
}

export function useDeleteOverride(integrationId: string, id: string) {
  return useOverrideChange(({ connections, people }: Pick<OverrideImpact, "connections" | "people">) =>
    apiFetch(`${pathOf(integrationId)}/${id}?connections=${connections}&people=${people}`, {
      method: "DELETE",
    }),
  );
}

// Connections are suspended with their client, and the counts of integrations and of what an override is for move too.
function useOverrideChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ refetchType: "active" }),
  });
}
