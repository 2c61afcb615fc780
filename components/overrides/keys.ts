/** Query keys of overrides; those of an integration are stale after any change of one. */
export const overrideKeys = {
  all: ["overrides"] as const,
  list: (integrationId: string) => ["overrides", "list", integrationId] as const,
  impact: (id: string) => ["overrides", "impact", id] as const,
  settings: (integrationId: string, runtime: string, application: string | null) =>
    ["overrides", "settings", integrationId, runtime, application] as const,
};
