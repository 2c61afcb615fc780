/** Query keys of custom APIs; `all` is what a change makes stale. */
export const apiKeys = {
  all: ["apis"] as const,
  list: (query: Record<string, string | null>) => ["apis", "list", query] as const,
  one: (id: string) => ["apis", "one", id] as const,
  impact: (id: string) => ["apis", "impact", id] as const,
  operations: (id: string, query: Record<string, string | null>) =>
    ["apis", "operations", id, query] as const,
};
