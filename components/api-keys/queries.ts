"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { apiKeyPageSchema, type createApiKeySchema, createdApiKeySchema } from "#lib/api-keys/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { apiKeyKeys } from "./keys.ts";

/** One page of the API keys that the person may see. */
export function useApiKeys(cursor: string | null) {
  return useQuery({
    queryKey: apiKeyKeys.list(cursor),
    queryFn: ({ signal }) =>
      apiFetch(`/api/api-keys${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`, {
        schema: apiKeyPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
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
