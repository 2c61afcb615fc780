/** Query keys of the offerings as platform admins see them; `all` is what a change makes stale. */
export const customOfferingKeys = {
  all: ["custom-offerings"] as const,
  list: (query: Record<string, string | null>) => ["custom-offerings", "list", query] as const,
  one: (id: string) => ["custom-offerings", "one", id] as const,
  impact: (id: string) => ["custom-offerings", "impact", id] as const,
  changes: (id: string, from: number, to: number) => ["custom-offerings", "changes", id, from, to] as const,
};
