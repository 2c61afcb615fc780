export interface ApiKeyFilter {
  applicationId: string | null;
  runtimeConfigurationId: string | null;
  cursor: string | null;
}

/** Query keys of API keys; `all` is what a change makes stale. */
export const apiKeyKeys = {
  all: ["api-keys"] as const,
  connections: ["connections", "choices"] as const,
  list: (filter: ApiKeyFilter) => ["api-keys", "list", filter] as const,
};

/** What a key can belong to. They go stale with the lists of their own pages. */
export const placeKeys = {
  applications: ["applications", "choices"] as const,
  runtimeConfigurations: ["runtime-configurations", "choices"] as const,
};
