"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { type DeleteMember, memberImpactSchema, type UpdateMember } from "#lib/workspaces/contract.ts";
import { workspaceKeys } from "./keys.ts";

/** What ends with a membership, fetched live while `isOpen`. */
export function useMemberImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: workspaceKeys.memberImpact(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/workspace/members/${id}/impact`, { schema: memberImpactSchema, signal }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useUpdateMember(id: string) {
  return useMemberChange((body: UpdateMember) =>
    apiFetch(`/api/workspace/members/${id}`, { method: "PATCH", body }),
  );
}

export function useDeleteMember(id: string) {
  return useMemberChange(({ heirId, ...seen }: DeleteMember) => {
    const counts = Object.entries(seen).map(([name, count]): [string, string] => [name, String(count)]);
    const search = new URLSearchParams(heirId === undefined ? counts : [...counts, ["heirId", heirId]]);
    return apiFetch(`/api/workspace/members/${id}?${search}`, { method: "DELETE" });
  });
}

// Connections get other owners, and keys end with their makers.
function useMemberChange<I>(change: (input: I) => Promise<undefined>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ refetchType: "active" }),
  });
}
