"use client";

import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import {
  type ApiImpact,
  apiImpactSchema,
  apiImportSchema,
  apiPreviewSchema,
  apiSchema,
  type CreateApiInput,
  type ImportApiInput,
  operationPageSchema,
  type PreviewApiInput,
  type UpdateApiInput,
} from "#lib/apis/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { apiKeys } from "./keys.ts";

/** One API, by id or slug; the page has prefetched it. */
export function useApi(id: string) {
  return useSuspenseQuery({
    queryKey: apiKeys.one(id),
    queryFn: ({ signal }) => apiFetch(`/api/apis/${encodeURIComponent(id)}`, { schema: apiSchema, signal }),
  });
}

/** One page of an API's operations. */
export function useOperations(id: string, query: { q: string | null; after: string | null }) {
  return useQuery({
    queryKey: apiKeys.operations(id, query),
    queryFn: ({ signal }) =>
      apiFetch(`/api/apis/${id}/operations?${toSearch({ ...query, limit: "100" })}`, {
        schema: operationPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** What goes with the API, fetched live while `isOpen`. */
export function useApiImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: apiKeys.impact(id),
    queryFn: ({ signal }) => apiFetch(`/api/apis/${id}/impact`, { schema: apiImpactSchema, signal }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Reads a document; nothing is stored. */
export function usePreview() {
  return useMutation({
    mutationFn: (body: PreviewApiInput) =>
      apiFetch("/api/apis/preview", { method: "POST", body, schema: apiPreviewSchema }),
  });
}

export function useCreateApi() {
  return useChange((body: CreateApiInput) =>
    apiFetch("/api/apis", { method: "POST", body, schema: apiSchema }),
  );
}

export function useUpdateApi(id: string) {
  return useChange((body: UpdateApiInput) =>
    apiFetch(`/api/apis/${id}`, { method: "PATCH", body, schema: apiSchema }),
  );
}

/** Compares a new document with the API, or applies it. */
export function useImportApi(id: string) {
  return useChange((body: ImportApiInput) =>
    apiFetch(`/api/apis/${id}/import`, { method: "POST", body, schema: apiImportSchema }),
  );
}

export function useDeleteApi(id: string) {
  return useChange(({ connections, people }: Pick<ApiImpact, "connections" | "people">) =>
    apiFetch(`/api/apis/${id}?connections=${connections}&people=${people}`, { method: "DELETE" }),
  );
}

// An API's integration and offering change with it, so whatever else the console has read is asked anew.
function useChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ refetchType: "active" }),
  });
}
