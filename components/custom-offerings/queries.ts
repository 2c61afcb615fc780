"use client";

import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import {
  type CreateCustomOffering,
  type CreateOfferingVersion,
  type CustomOffering,
  customOfferingPageSchema,
  customOfferingSchema,
  offeringChangesSchema,
  offeringDiscoverySchema,
  offeringImpactSchema,
  type UpdatePublication,
} from "#lib/custom-offerings/contract.ts";
import { customOfferingKeys } from "./keys.ts";

const path = (id: string) => `/api/custom-offerings/${encodeURIComponent(id)}` as const;

/** One page of all offerings. */
export function useOfferingList(filter: Record<string, string | null>) {
  return useQuery({
    queryKey: customOfferingKeys.list(filter),
    queryFn: ({ signal }) =>
      apiFetch(`/api/custom-offerings?${toSearch(filter)}`, { schema: customOfferingPageSchema, signal }),
    placeholderData: keepPreviousData,
  });
}

/** One offering with all of its data; the page has prefetched it. */
export function useCustomOffering(id: string) {
  return useSuspenseQuery({
    queryKey: customOfferingKeys.one(id),
    queryFn: ({ signal }) => apiFetch(path(id), { schema: customOfferingSchema, signal }),
  });
}

/** What publishing does, fetched live while `isOpen`. */
export function useOfferingImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: customOfferingKeys.impact(id),
    queryFn: ({ signal }) => apiFetch(`${path(id)}/impact`, { schema: offeringImpactSchema, signal }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

/** What differs between two versions, which never change. */
export function useOfferingChanges(id: string, { from, to }: { from: number; to: number }) {
  return useQuery({
    queryKey: customOfferingKeys.changes(id, from, to),
    queryFn: ({ signal }) =>
      apiFetch(`${path(id)}/changes?from=${from}&to=${to}`, { schema: offeringChangesSchema, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Reads a server's metadata; changes nothing. */
export function useDiscovery() {
  return useMutation({
    mutationFn: (url: string) =>
      apiFetch("/api/offering-discovery", { method: "POST", body: { url }, schema: offeringDiscoverySchema }),
  });
}

export function useCreateOffering() {
  return useOfferingChange((input: CreateCustomOffering) =>
    apiFetch("/api/custom-offerings", { method: "POST", body: input, schema: customOfferingSchema }),
  );
}

export function useSaveOffering(id: string) {
  return useOfferingChange((input: CreateOfferingVersion) =>
    apiFetch(`${path(id)}/versions`, { method: "POST", body: input, schema: customOfferingSchema }),
  );
}

export function usePublishOffering(id: string) {
  return useOfferingChange((confirmed: UpdatePublication) =>
    apiFetch(`${path(id)}/publication`, { method: "PUT", body: confirmed, schema: customOfferingSchema }),
  );
}

export function useUnpublishOffering(id: string) {
  return useOfferingRemoval(() => apiFetch(`${path(id)}/publication`, { method: "DELETE" }));
}

export function useDeleteOffering(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiFetch(path(id), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: customOfferingKeys.all, refetchType: "none" }),
  });
}

/** A change whose answer is the offering as it is now: the open page shows it at once, lists reload. */
function useOfferingChange<I>(change: (input: I) => Promise<CustomOffering>) {
  const invalidate = useInvalidation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (offering) => {
      client.setQueryData(customOfferingKeys.one(offering.id), offering);
    },
    onSettled: invalidate,
  });
}

function useOfferingRemoval(change: () => Promise<unknown>) {
  return useMutation({ mutationFn: change, onSettled: useInvalidation() });
}

// What a new integration may choose, what integrations are and how their connections stand follow from the offerings.
function useInvalidation() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ["custom-offerings", "offerings", "integrations", "connections"].map((key) =>
        client.invalidateQueries({ queryKey: [key], refetchType: "active" }),
      ),
    );
}
