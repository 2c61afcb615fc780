"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import {
  type createWebhookSchema,
  deliveryPageSchema,
  deliverySchema,
  replayCountSchema,
  type updateWebhookSchema,
  webhookPageSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from "#lib/webhooks/contract.ts";
import { type DeliveryFilter, webhookKeys } from "./keys.ts";

const LOOK_AGAIN_MS = 3_000;

/** All of the workspace's: there are never more than one page holds. The page has prefetched them. */
export function useWebhooks() {
  return useQuery({
    queryKey: webhookKeys.list,
    queryFn: ({ signal }) => apiFetch("/api/webhooks?limit=100", { schema: webhookPageSchema, signal }),
  });
}

export function useWebhook(id: string) {
  return useQuery({
    queryKey: webhookKeys.one(id),
    queryFn: ({ signal }) => apiFetch(`/api/webhooks/${id}`, { schema: webhookSchema, signal }),
  });
}

/** What was and is to be sent; looked at again while something is on its way for the first time. */
export function useDeliveries(id: string, filter: DeliveryFilter) {
  return useQuery({
    queryKey: webhookKeys.deliveries(id, filter),
    queryFn: ({ signal }) =>
      apiFetch(`/api/webhooks/${id}/deliveries?${toSearch({ ...filter })}`, {
        schema: deliveryPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state, attempts }) => state === "pending" && attempts === 0)
        ? LOOK_AGAIN_MS
        : false,
  });
}

/** Adds one; its answer holds the secret. */
export function useCreateWebhook() {
  return useWebhookChange(
    (input: z.input<typeof createWebhookSchema>) =>
      apiFetch("/api/webhooks", { method: "POST", body: input, schema: webhookWithSecretSchema }),
    { gcTime: 0 },
  );
}

export function useUpdateWebhook(id: string) {
  return useWebhookChange((input: z.input<typeof updateWebhookSchema>) =>
    apiFetch(`/api/webhooks/${id}`, { method: "PATCH", body: input, schema: webhookSchema }),
  );
}

export function useDeleteWebhook(id: string) {
  return useMutation({ mutationFn: () => apiFetch(`/api/webhooks/${id}`, { method: "DELETE" }) });
}

/** Makes another secret; its answer holds it. */
export function useRotateSigningSecret(id: string) {
  return useWebhookChange(
    () => apiFetch(`/api/webhooks/${id}/secret`, { method: "POST", schema: webhookWithSecretSchema }),
    { gcTime: 0 },
  );
}

export function useTestWebhook(id: string) {
  return useWebhookChange(() =>
    apiFetch(`/api/webhooks/${id}/ping`, { method: "POST", schema: deliverySchema }),
  );
}

export function useReplayDelivery(id: string) {
  return useWebhookChange((deliveryId: string) =>
    apiFetch(`/api/webhooks/${id}/deliveries/${deliveryId}/replay`, {
      method: "POST",
      schema: deliverySchema,
    }),
  );
}

export function useReplayFailed(id: string) {
  return useWebhookChange((since: string) =>
    apiFetch(`/api/webhooks/${id}/replay`, { method: "POST", body: { since }, schema: replayCountSchema }),
  );
}

function useWebhookChange<I, O>(change: (input: I) => Promise<O>, options: { gcTime?: number } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    ...options,
    onSuccess: () => client.invalidateQueries({ queryKey: webhookKeys.all }),
  });
}
