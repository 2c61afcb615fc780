/** Query keys of integrations; `all` is what a change makes stale. */
export const integrationKeys = {
  all: ["integrations"] as const,
  list: (query: Record<string, string | null>) => ["integrations", "list", query] as const,
  health: (query: Record<string, string | null>) => ["integrations", "health", query] as const,
  one: (id: string) => ["integrations", "one", id] as const,
  verifications: (id: string) => ["integrations", "verifications", id] as const,
  scopeImpact: (id: string, scopes: readonly string[]) =>
    ["integrations", "scope-impact", id, ...scopes] as const,
  impact: (id: string) => ["integrations", "impact", id] as const,
};

export const offeringKeys = {
  list: ["offerings", "list"] as const,
  one: (id: string) => ["offerings", "one", id] as const,
};
