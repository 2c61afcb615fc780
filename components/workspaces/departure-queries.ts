"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { departedSchema, departureSchema, type LeaveWorkspace } from "#lib/workspaces/contract.ts";
import { workspaceKeys } from "./keys.ts";

/** One page of what the person leaves behind. */
export function useDeparture(cursor: string | null) {
  return useQuery({
    queryKey: workspaceKeys.departure(cursor),
    queryFn: ({ signal }) =>
      apiFetch(`/api/workspace/departure?${toSearch({ cursor })}`, { schema: departureSchema, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Leaves, and goes where the person is then; what has moved meanwhile is looked at again. */
export function useLeaveWorkspace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: LeaveWorkspace) =>
      apiFetch("/api/workspace/departure", { method: "POST", body, schema: departedSchema }),
    onSuccess: ({ workspace }) => location.assign(workspace ? "/oauth" : "/sign-in?left=workspace"),
    onError: () => client.invalidateQueries({ queryKey: workspaceKeys.departures }),
  });
}
