"use client";

import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import type { z } from "zod";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { ProblemError } from "#lib/browser/problem-error.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import {
  type CreateIntegrationInput,
  type Integration,
  type IntegrationImpact,
  integrationImpactSchema,
  integrationSchema,
  type RotateSecretInput,
  scopeImpactSchema,
  type UpdateIntegrationInput,
  type updateSecretInput,
  verificationPageSchema,
} from "#lib/integrations/contract.ts";
import { type Offering, offeringListSchema, offeringSchema } from "#lib/offerings/contract.ts";
import { integrationKeys, offeringKeys } from "./keys.ts";

/** One integration, by id or slug; the page has prefetched it. */
export function useIntegration(id: string) {
  return useSuspenseQuery({
    queryKey: integrationKeys.one(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/integrations/${encodeURIComponent(id)}`, { schema: integrationSchema, signal }),
  });
}

/** Every offering that a new integration may choose. */
export function useOfferings() {
  return useSuspenseQuery({
    queryKey: offeringKeys.list,
    queryFn: ({ signal }) => apiFetch("/api/offerings", { schema: offeringListSchema, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The offering of an integration; `null` for one that is no more. The page has prefetched it. */
export function useOffering(id: string) {
  return useSuspenseQuery({
    queryKey: offeringKeys.one(id),
    queryFn: ({ signal }): Promise<Offering | null> =>
      apiFetch(`/api/offerings/${encodeURIComponent(id)}`, { schema: offeringSchema, signal }).catch(
        (error: unknown) => {
          if (error instanceof ProblemError && error.code === "not-found") return null;
          throw error;
        },
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What stops working with the integration, fetched live while `isOpen`. */
export function useIntegrationImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: integrationKeys.impact(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/integrations/${id}/impact`, { schema: integrationImpactSchema, signal }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useCreateIntegration() {
  return useIntegrationChange((input: CreateIntegrationInput) =>
    apiFetch("/api/integrations", { method: "POST", body: input, schema: integrationSchema }),
  );
}

export function useUpdateIntegration(id: string) {
  return useIntegrationChange((input: UpdateIntegrationInput) =>
    apiFetch(`/api/integrations/${id}`, { method: "PATCH", body: input, schema: integrationSchema }),
  );
}

/** Checks the client at the provider again. */
export function useVerifyIntegration(id: string) {
  return useIntegrationChange(() =>
    apiFetch(`/api/integrations/${id}/verification`, { method: "POST", body: {}, schema: integrationSchema }),
  );
}

export function useRotateSecret(id: string) {
  return useIntegrationChange((input: RotateSecretInput) =>
    apiFetch(`/api/integrations/${id}/secret`, { method: "PUT", body: input, schema: integrationSchema }),
  );
}

/** Notes when the client secret ends. */
export function useUpdateSecretExpiry(id: string) {
  return useIntegrationChange((input: z.output<typeof updateSecretInput>) =>
    apiFetch(`/api/integrations/${id}/secret`, { method: "PATCH", body: input, schema: integrationSchema }),
  );
}

/** Makes a draft with the same settings. */
export function useDuplicateIntegration(id: string) {
  return useIntegrationChange(() =>
    apiFetch(`/api/integrations/${id}/duplicate`, { method: "POST", body: {}, schema: integrationSchema }),
  );
}

/** The history of proofs, newest first, page after page while `isOpen`. */
export function useVerifications(id: string, isOpen: boolean) {
  return useInfiniteQuery({
    queryKey: integrationKeys.verifications(id),
    queryFn: ({ signal, pageParam }) =>
      apiFetch(`/api/integrations/${id}/verifications?${toSearch({ cursor: pageParam, limit: "10" })}`, {
        schema: verificationPageSchema,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: isOpen,
    staleTime: 0,
  });
}

/** What these scopes would mean for the connections; asked only while they are not those that are saved. */
export function useScopeImpact(id: string, scopes: readonly string[], isChanged: boolean) {
  return useQuery({
    queryKey: integrationKeys.scopeImpact(id, scopes),
    queryFn: ({ signal }) =>
      apiFetch(`/api/integrations/${id}/scope-impact`, {
        method: "POST",
        body: { scopes },
        schema: scopeImpactSchema,
        signal,
      }),
    enabled: isChanged,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Puts the previous secret back in force. */
export function useRevertSecret(id: string) {
  return useIntegrationChange(() =>
    apiFetch(`/api/integrations/${id}/secret/revert`, {
      method: "POST",
      body: {},
      schema: integrationSchema,
    }),
  );
}

/** Gives up a secret that was entered but not proven. */
export function useDropPendingSecret(id: string) {
  return useIntegrationChange(() =>
    apiFetch(`/api/integrations/${id}/secret/pending`, { method: "DELETE", schema: integrationSchema }),
  );
}

export function useDeleteIntegration(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ connections, people }: Pick<IntegrationImpact, "connections" | "people">) =>
      apiFetch(`/api/integrations/${id}?connections=${connections}&people=${people}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: integrationKeys.all }),
  });
}

/** A change whose answer is the integration as it is now: the open page shows it at once, lists reload. */
function useIntegrationChange<I>(change: (input: I) => Promise<Integration>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (integration) => {
      client.setQueryData(integrationKeys.one(integration.id), integration);
      client.setQueryData(integrationKeys.one(integration.slug), integration);
    },
    onSettled: () => client.invalidateQueries({ queryKey: integrationKeys.all, refetchType: "active" }),
  });
}
