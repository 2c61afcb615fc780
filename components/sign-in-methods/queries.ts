"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import {
  type CreateSignInMethodInput,
  identityListSchema,
  signInMethodListSchema,
  signInMethodSchema,
  startedSignInSchema,
  type UpdateSignInMethodInput,
} from "#lib/sign-in-methods/contract.ts";
import { identitiesKey, signInMethodsKey } from "./keys.ts";

/** All ways to sign in; the page has prefetched them. */
export function useSignInMethods() {
  return useQuery({
    queryKey: signInMethodsKey,
    queryFn: ({ signal }) => apiFetch("/api/sign-in-methods", { schema: signInMethodListSchema, signal }),
  });
}

export function useCreateSignInMethod() {
  return useChange((body: CreateSignInMethodInput) =>
    apiFetch("/api/sign-in-methods", { method: "POST", body, schema: signInMethodSchema }),
  );
}

export function useUpdateSignInMethod(id: string) {
  return useChange((body: UpdateSignInMethodInput) =>
    apiFetch(`/api/sign-in-methods/${id}`, { method: "PATCH", body, schema: signInMethodSchema }),
  );
}

export function useDeleteSignInMethod(id: string) {
  return useChange((people: number) =>
    apiFetch(`/api/sign-in-methods/${id}?people=${people}`, { method: "DELETE" }),
  );
}

export function useSwitchPassword() {
  return useChange((isOn: boolean) => apiFetch("/api/password-sign-in", { method: "PUT", body: { isOn } }));
}

function useChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: signInMethodsKey }),
  });
}

/** One's own accounts elsewhere; the page has prefetched them. */
export function useIdentities() {
  return useQuery({
    queryKey: identitiesKey,
    queryFn: ({ signal }) => apiFetch("/api/identities", { schema: identityListSchema, signal }),
  });
}

export function useDeleteIdentity(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiFetch(`/api/identities/${id}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: identitiesKey }),
  });
}

/** Asks for a sign-in at a provider, and goes there with this tab. */
export function useGoToProvider(
  path: "/api/sign-in-flows" | "/api/identities" | `/api/sign-in-methods/${string}/proof`,
) {
  return useMutation({
    mutationFn: async (
      body: { method: string; returnTo?: string; password?: string; code?: string } | null,
    ) => {
      const { authorizationUrl } = await apiFetch(path, {
        method: "POST",
        ...(body && { body }),
        schema: startedSignInSchema,
      });
      location.assign(authorizationUrl);
      // The page is about to go away: what asked stays busy until then.
      await new Promise(() => undefined);
    },
  });
}
