/** Query keys of runtime configurations; `all` is what a change makes stale. */
export const runtimeConfigurationKeys = {
  all: ["runtime-configurations"] as const,
  list: ["runtime-configurations", "list"] as const,
  impact: (id: string) => ["runtime-configurations", "impact", id] as const,
};
