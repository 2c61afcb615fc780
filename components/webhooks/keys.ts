export interface DeliveryFilter {
  state: string | null;
  cursor: string | null;
}

/** Query keys of webhooks; `all` is what a change makes stale. */
export const webhookKeys = {
  all: ["webhooks"] as const,
  list: ["webhooks", "list"] as const,
  one: (id: string) => ["webhooks", "one", id] as const,
  deliveries: (id: string, filter: DeliveryFilter) => ["webhooks", "deliveries", id, filter] as const,
};
