"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import {
  type CreateOAuthCredentialInput,
  type OAuthCredentialImpact,
  type OAuthCredentialList,
  oauthCredentialImpactSchema,
  oauthCredentialListSchema,
  oauthCredentialSchema,
  type UpdateOAuthCredentialInput,
} from "#lib/credentials/contract.ts";
import { credentialKeys } from "./keys.ts";

const withoutPages = (list: OAuthCredentialList) => ({ ...list, nextCursor: null });

/** All entries; the page has prefetched them. */
export function useCredentials() {
  return useQuery({
    queryKey: credentialKeys.list,
    queryFn: ({ signal }) =>
      apiFetch("/api/oauth-credentials", { schema: oauthCredentialListSchema, signal }),
    select: withoutPages,
  });
}

/** What relies on an entry, fetched live while `isOpen`. */
export function useCredentialImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: credentialKeys.impact(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/oauth-credentials/${id}/impact`, { schema: oauthCredentialImpactSchema, signal }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useCreateCredential() {
  return useCredentialChange((input: CreateOAuthCredentialInput) =>
    apiFetch("/api/oauth-credentials", { method: "POST", body: input, schema: oauthCredentialSchema }),
  );
}

export function useUpdateCredential(id: string) {
  return useCredentialChange((input: UpdateOAuthCredentialInput) =>
    apiFetch(`/api/oauth-credentials/${id}`, { method: "PATCH", body: input, schema: oauthCredentialSchema }),
  );
}

export function useDeleteCredential(id: string) {
  return useCredentialChange(
    (confirmed: Pick<OAuthCredentialImpact, "integrations" | "connections" | "people">) => {
      const { integrations, connections, people } = confirmed;
      const query = `integrations=${integrations}&connections=${connections}&people=${people}`;
      return apiFetch(`/api/oauth-credentials/${id}?${query}`, { method: "DELETE" });
    },
  );
}

// Which offerings have an app of the deployment, and what integrations are, follows from these entries.
function useCredentialChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    gcTime: 0,
    onSuccess: () =>
      Promise.all(
        ["oauth-credentials", "offerings", "integrations"].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}
