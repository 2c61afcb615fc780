/** Query keys of connections; `all` is what a change makes stale. */
export const connectionKeys = {
  all: ["connections"] as const,
  list: (query: Record<string, string | null>) => ["connections", "list", query] as const,
  one: (id: string) => ["connections", "one", id] as const,
  events: (id: string, cursor: string | null) => ["connections", "events", id, cursor] as const,
  integrations: (search: string) => ["connections", "integrations", search] as const,
  callers: (id: string) => ["connections", "callers", id] as const,
  impact: (id: string) => ["connections", "impact", id] as const,
};
