"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { connectionPageSchema } from "#lib/connections/contract.ts";
import { type UsageRange, usageSchema } from "#lib/gateway/contract.ts";
import { gatewayKeys, type UsageOf } from "./keys.ts";

const FRESH_MS = 30_000;

/** The connections of an integration that the person may call through, the newest hundred. */
export function useUsableConnections(integrationId: string) {
  return useQuery({
    queryKey: gatewayKeys.connections(integrationId),
    queryFn: ({ signal }) =>
      apiFetch(`/api/connections?${toSearch({ integration: integrationId, scope: "mine", limit: "100" })}`, {
        schema: connectionPageSchema,
        signal,
      }),
    refetchOnMount: "always",
  });
}

/** What went through the gateway in a range that ends now. */
export function useUsage(of: UsageOf, range: UsageRange) {
  return useQuery({
    queryKey: gatewayKeys.usage(of, range),
    queryFn: ({ signal }) =>
      apiFetch(`/api/${of.noun}/${of.id}/usage?range=${range}`, { schema: usageSchema, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: FRESH_MS,
  });
}
