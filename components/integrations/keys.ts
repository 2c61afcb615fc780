/** Query keys of integrations; `all` is what a change makes stale. */
export const integrationKeys = {
  all: ["integrations"] as const,
  list: (query: { q: string; status: string; sort: string; cursor: string | null }) =>
    ["integrations", "list", query] as const,
  one: (id: string) => ["integrations", "one", id] as const,
  impact: (id: string) => ["integrations", "impact", id] as const,
  activity: (id: string) => ["integrations", "activity", id] as const,
};

export const offeringKeys = { list: ["offerings", "list"] as const };
