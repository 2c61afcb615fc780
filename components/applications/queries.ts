"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import {
  applicationImpactSchema,
  applicationPageSchema,
  applicationSchema,
  type createApplicationSchema,
  type updateApplicationSchema,
} from "#lib/applications/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { applicationKeys } from "./keys.ts";

/** All of the workspace's: there are never more than one page holds. The page has prefetched them. */
export function useApplications() {
  return useQuery({
    queryKey: applicationKeys.list,
    queryFn: ({ signal }) =>
      apiFetch("/api/applications?limit=100", { schema: applicationPageSchema, signal }),
  });
}

/** What hangs on one, fetched live while `isOpen`. */
export function useApplicationImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: applicationKeys.impact(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/applications/${id}/impact`, {
        schema: applicationImpactSchema,
        signal,
      }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useCreateApplication() {
  return useApplicationChange((input: z.input<typeof createApplicationSchema>) =>
    apiFetch("/api/applications", {
      method: "POST",
      body: input,
      schema: applicationSchema,
    }),
  );
}

export function useUpdateApplication(id: string) {
  return useApplicationChange((input: z.input<typeof updateApplicationSchema>) =>
    apiFetch(`/api/applications/${id}`, {
      method: "PATCH",
      body: input,
      schema: applicationSchema,
    }),
  );
}

export function useDeleteApplication(id: string) {
  return useApplicationChange((_: undefined) => apiFetch(`/api/applications/${id}`, { method: "DELETE" }));
}

// API keys show the name, and move to the default when theirs is deleted.
function useApplicationChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all(
        [applicationKeys.all, ["api-keys"]].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}
