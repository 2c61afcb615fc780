"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import {
  type createRuntimeConfigurationSchema,
  runtimeConfigurationImpactSchema,
  runtimeConfigurationPageSchema,
  runtimeConfigurationSchema,
  type updateRuntimeConfigurationSchema,
} from "#lib/runtime-configurations/contract.ts";
import { runtimeConfigurationKeys } from "./keys.ts";

/** All of the workspace's: there are never more than one page holds. The page has prefetched them. */
export function useRuntimeConfigurations() {
  return useQuery({
    queryKey: runtimeConfigurationKeys.list,
    queryFn: ({ signal }) =>
      apiFetch("/api/runtime-configurations?limit=100", { schema: runtimeConfigurationPageSchema, signal }),
  });
}

/** What hangs on one, fetched live while `isOpen`. */
export function useRuntimeConfigurationImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: runtimeConfigurationKeys.impact(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/runtime-configurations/${id}/impact`, {
        schema: runtimeConfigurationImpactSchema,
        signal,
      }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useCreateRuntimeConfiguration() {
  return useRuntimeConfigurationChange((input: z.input<typeof createRuntimeConfigurationSchema>) =>
    apiFetch("/api/runtime-configurations", {
      method: "POST",
      body: input,
      schema: runtimeConfigurationSchema,
    }),
  );
}

export function useUpdateRuntimeConfiguration(id: string) {
  return useRuntimeConfigurationChange((input: z.input<typeof updateRuntimeConfigurationSchema>) =>
    apiFetch(`/api/runtime-configurations/${id}`, {
      method: "PATCH",
      body: input,
      schema: runtimeConfigurationSchema,
    }),
  );
}

export function useDeleteRuntimeConfiguration(id: string) {
  return useRuntimeConfigurationChange((_: undefined) =>
    apiFetch(`/api/runtime-configurations/${id}`, { method: "DELETE" }),
  );
}

// API keys show the name, and move to the default when theirs is deleted.
function useRuntimeConfigurationChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all(
        [runtimeConfigurationKeys.all, ["api-keys"]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
