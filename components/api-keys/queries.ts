"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { apiKeyPageSchema, type createApiKeySchema, createdApiKeySchema } from "#lib/api-keys/contract.ts";
import { applicationPageSchema } from "#lib/applications/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { connectionPageSchema } from "#lib/connections/contract.ts";
import { runtimeConfigurationPageSchema } from "#lib/runtime-configurations/contract.ts";
import { type ApiKeyFilter, apiKeyKeys, placeKeys } from "./keys.ts";

/** What can be chosen, and what is when nothing is. */
export interface PlaceChoices {
  options: { value: string; label: string }[];
  defaultId: string | undefined;
}

/** One page of the API keys that the person may see. */
export function useApiKeys(filter: ApiKeyFilter) {
  return useQuery({
    queryKey: apiKeyKeys.list(filter),
    queryFn: ({ signal }) =>
      apiFetch(`/api/api-keys?${toSearch({ ...filter })}`, { schema: apiKeyPageSchema, signal }),
    placeholderData: keepPreviousData,
  });
}

/** All of the workspace's applications: what a key can belong to. The page has prefetched them. */
export function useApplicationChoices() {
  return useQuery({
    queryKey: placeKeys.applications,
    queryFn: ({ signal }) =>
      apiFetch("/api/applications?limit=100", { schema: applicationPageSchema, signal }),
    select: toChoices,
  });
}

/** All of the workspace's runtime configurations: where a key can be used. The page has prefetched them. */
export function useRuntimeConfigurationChoices() {
  return useQuery({
    queryKey: placeKeys.runtimeConfigurations,
    queryFn: ({ signal }) =>
      apiFetch("/api/runtime-configurations?limit=100", { schema: runtimeConfigurationPageSchema, signal }),
    select: toChoices,
  });
}

function toChoices({ items }: { items: { id: string; name: string; isDefault: boolean }[] }): PlaceChoices {
  return {
    options: items.map(({ id, name }) => ({ value: id, label: name })),
    defaultId: items.find(({ isDefault }) => isDefault)?.id,
  };
}

/** The connections that a key of the person's may be limited to. */
export function useConnectionChoices() {
  return useQuery({
    queryKey: apiKeyKeys.connections,
    queryFn: ({ signal }) =>
      apiFetch("/api/connections?scope=mine&limit=100", { schema: connectionPageSchema, signal }),
    select: ({ items }) =>
      items
        .filter(({ canUse }) => canUse)
        .map(({ id, integration, account, name }) => ({
          id,
          label: integration.name,
          detail: name ?? account?.label ?? id,
        })),
  });
}

/** Makes a key; its answer is the only one that ever holds it. */
export function useCreateApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: z.input<typeof createApiKeySchema>) =>
      apiFetch("/api/api-keys", { method: "POST", body: input, schema: createdApiKeySchema }),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}

export function useRevokeApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiFetch(`/api/api-keys/${id}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}
