"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import {
  type DeleteWorkspace,
  workspaceDeletionSchema,
  workspaceImpactSchema,
} from "#lib/workspaces/contract.ts";
import { workspaceKeys } from "./keys.ts";

/** What goes with the workspace, fetched live while `isOpen`. */
export function useWorkspaceImpact(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: workspaceKeys.impact(id),
    queryFn: ({ signal }) =>
      apiFetch(`/api/workspaces/${id}/impact`, { schema: workspaceImpactSchema, signal }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Deletes it; the counts are those that the person saw. */
export function useDeleteWorkspace(id: string) {
  return useMutation({
    mutationFn: (seen: DeleteWorkspace) => {
      const search = new URLSearchParams(Object.entries(seen).map(([name, count]) => [name, String(count)]));
      return apiFetch(`/api/workspaces/${id}?${search}`, {
        method: "DELETE",
        schema: workspaceDeletionSchema,
      });
    },
    gcTime: 0,
  });
}
