/** Query keys of applications; `all` is what a change makes stale. */
export const applicationKeys = {
  all: ["applications"] as const,
  list: ["applications", "list"] as const,
  impact: (id: string) => ["applications", "impact", id] as const,
};
