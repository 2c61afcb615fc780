"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import {
  type CreateInvitation,
  invitationPageSchema,
  issuedInvitationSchema,
} from "#lib/invitations/contract.ts";
import { invitationKeys } from "./keys.ts";

/** One page of what is open. */
export function useInvitations(cursor: string | null) {
  const search = cursor ? `?cursor=${encodeURIComponent(cursor)}` : "";
  return useQuery({
    queryKey: invitationKeys.list(cursor),
    queryFn: ({ signal }) => apiFetch(`/api/invitations${search}`, { schema: invitationPageSchema, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCreateInvitation() {
  return useInvitationChange((body: CreateInvitation) =>
    apiFetch("/api/invitations", { method: "POST", body, schema: issuedInvitationSchema }),
  );
}

export function useRotateInvitation(id: string) {
  return useInvitationChange((_: undefined) =>
    apiFetch(`/api/invitations/${id}/link`, { method: "POST", body: {}, schema: issuedInvitationSchema }),
  );
}

export function useRevokeInvitation(id: string) {
  return useInvitationChange((_: undefined) => apiFetch(`/api/invitations/${id}`, { method: "DELETE" }));
}

// The answer may hold a link: it is not kept longer than it is shown.
function useInvitationChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: invitationKeys.all }),
  });
}
