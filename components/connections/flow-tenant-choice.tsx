"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { connectionSchema } from "#lib/connections/contract.ts";
import { connectionKeys } from "./keys.ts";
import { TenantChoice } from "./tenant-choice.tsx";

/** The same choice right after an account was connected that reaches several places. */
export function FlowTenantChoice({ connectionId }: { connectionId: string }) {
  const { data } = useQuery({
    queryKey: connectionKeys.one(connectionId),
    queryFn: ({ signal }) =>
      apiFetch(`/api/connections/${connectionId}`, { schema: connectionSchema, signal }),
  });
  return data ? <TenantChoice connection={data} /> : null;
}
