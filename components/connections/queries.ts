"use client";

import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import type { z } from "zod";
import { connectionReplacementSchema } from "#lib/api-keys/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import {
  connectionEventPageSchema,
  connectionPageSchema,
  connectionSchema,
  connectionTestSchema,
  disconnectedListSchema,
  disconnectImpactSchema,
  type keyInputSchema,
  type passwordInputSchema,
  REVOCATION_HEADER,
  type RevocationOutcome,
  revocationOutcomes,
  type ShareLevel,
  type updateConnectionInput,
} from "#lib/connections/contract.ts";
import { connectionCallersSchema } from "#lib/gateway/contract.ts";
import { integrationPageSchema } from "#lib/integrations/contract.ts";
import { connectionKeys } from "./keys.ts";

/** One page of connections, by the filters of `GET /api/connections`. */
export function useConnections(filter: Record<string, string | null>) {
  return useQuery({
    queryKey: connectionKeys.list(filter),
    queryFn: ({ signal }) =>
      apiFetch(`/api/connections?${toSearch(filter)}`, { schema: connectionPageSchema, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The integrations whose name, slug or client id contains what was typed, a hundred at most. */
export function useIntegrationChoices(search: string) {
  const { data } = useQuery({
    queryKey: connectionKeys.integrations(search),
    queryFn: ({ signal }) =>
      apiFetch(`/api/integrations?${toSearch({ q: search || null, limit: "100" })}`, {
        schema: integrationPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    select: ({ items }) => items.map(({ id, name, slug }) => ({ value: id, label: name, description: slug })),
  });
  return data ?? [];
}

/** One connection; the page has prefetched it. */
export function useConnection(id: string) {
  return useSuspenseQuery({
    queryKey: connectionKeys.one(id),
    queryFn: ({ signal }) => apiFetch(`/api/connections/${id}`, { schema: connectionSchema, signal }),
  });
}

/** The connection's history, newest first. */
export function useConnectionEvents(id: string) {
  return useQuery({
    queryKey: connectionKeys.events(id, null),
    queryFn: ({ signal }) =>
      apiFetch(`/api/connections/${id}/events`, { schema: connectionEventPageSchema, signal }),
  });
}

/** Where the connection is used, fetched while `isShown`. */
export function useConnectionCallers(id: string, isShown: boolean) {
  return useQuery({
    queryKey: connectionKeys.callers(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/connections/${id}/callers`, { schema: connectionCallersSchema, signal }),
    enabled: isShown,
    staleTime: 0,
  });
}

/** What depends on the connection, fetched live while `isOpen`. */
export function useDisconnectImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: connectionKeys.impact(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/connections/${id}/impact`, { schema: disconnectImpactSchema, signal }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

/** What somebody enters to connect, or the client's own way. */
export type EnteredCredential =
  | z.output<typeof keyInputSchema>
  | z.output<typeof passwordInputSchema>
  | { clientCredentials: true };

/** Connects an account by what was entered, or renews the connection that is named; the provider confirms it first. */
export function useConnect({
  integrationId,
  connectionId,
}: {
  integrationId: string;
  connectionId?: string;
}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entered, allowSwitch }: { entered: EnteredCredential; allowSwitch: boolean }) => {
      const search = toSearch({
        connectionId: connectionId ?? null,
        allowSwitch: allowSwitch ? "true" : null,
      });
      return apiFetch(`/api/integrations/${integrationId}/connect?${search}`, {
        method: "POST",
        body: entered,
        schema: connectionSchema,
      });
    },
    onSuccess: (connection) => {
      client.setQueryData(connectionKeys.one(connection.id), connection);
      void client.invalidateQueries();
    },
  });
}

/** Asks the provider for a new access token now. */
export function useRefreshConnection(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      apiFetch(`/api/connections/${id}/refresh`, { method: "POST", body: {}, schema: connectionSchema }),
    onSuccess: (connection) => client.setQueryData(connectionKeys.one(id), connection),
    onSettled: () => client.invalidateQueries({ queryKey: connectionKeys.all }),
  });
}

/** Chooses the place that calls go to. */
export function useChooseTenant(id: string) {
  return useChange(id, (tenant: string) => ({ tenant }));
}

/** Gives it a name of its own. */
export function useRenameConnection(id: string) {
  return useChange(id, (name: string) => ({ name }));
}

/** Shares it, changes the level, or with `null` ends the sharing; `actsAs` confirms as whom others act. */
export function useShareConnection(id: string) {
  return useChange(id, (share: { shareLevel: ShareLevel | null; actsAs?: string }) => share);
}

function useChange<Input>(id: string, toBody: (input: Input) => z.input<typeof updateConnectionInput>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) =>
      apiFetch(`/api/connections/${id}`, { method: "PATCH", body: toBody(input), schema: connectionSchema }),
    onSuccess: (connection) => {
      client.setQueryData(connectionKeys.one(id), connection);
      // Who ended the sharing of somebody else's would ask for what is no longer there.
      const isSeen = connection.canUse || connection.canDisconnect;
      void client.invalidateQueries({
        queryKey: connectionKeys.all,
        refetchType: isSeen ? "active" : "none",
      });
    },
  });
}

/** Puts another connection in its place in the keys that are limited to it. What was told of those is asked anew by `useReload`. */
export function useReplaceConnection(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (by: string) =>
      apiFetch(`/api/connections/${id}/replacement`, {
        method: "POST",
        body: { by },
        schema: connectionReplacementSchema,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: connectionKeys.all, refetchType: "none" }),
  });
}

/** Asks anew for what the page shows of connections and is stale. */
export function useReload(): () => void {
  const client = useQueryClient();
  return () => void client.refetchQueries({ queryKey: connectionKeys.all, type: "active", stale: true });
}

/** Disconnects several at once; the answer says of each what became of it. */
export function useDisconnectSelected() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      apiFetch("/api/connections/disconnect", {
        method: "POST",
        body: { ids },
        schema: disconnectedListSchema,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: connectionKeys.all }),
  });
}

/** Takes on a connection that somebody has left to the person. */
export function useConfirmConnection(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      apiFetch(`/api/connections/${id}/confirmation`, { method: "POST", body: {}, schema: connectionSchema }),
    onSuccess: (connection) => client.setQueryData(connectionKeys.one(id), connection),
    onSettled: () => client.invalidateQueries({ queryKey: connectionKeys.all }),
  });
}

/** Asks the provider who the account is. */
export function useTestConnection(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      apiFetch(`/api/connections/${id}/test`, { method: "POST", body: {}, schema: connectionTestSchema }),
    onSettled: () => client.invalidateQueries({ queryKey: connectionKeys.all }),
  });
}

/** Disconnects; `fingerprint` is what the person was shown, and a 409 says that it moved. Gives what became of the grant. */
export function useDisconnect(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (fingerprint: string): Promise<RevocationOutcome> => {
      let told: string | null = null;
      await apiFetch(`/api/connections/${id}?expectedImpact=${encodeURIComponent(fingerprint)}`, {
        method: "DELETE",
        onHeaders: (headers) => {
          told = headers.get(REVOCATION_HEADER);
        },
      });
      return revocationOutcomes.find((outcome) => outcome === told) ?? "pending";
    },
    onSuccess: () => client.invalidateQueries({ queryKey: connectionKeys.all, refetchType: "none" }),
  });
}
