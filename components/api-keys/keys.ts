/** Query keys of API keys; `all` is what a change makes stale. */
export const apiKeyKeys = {
  all: ["api-keys"] as const,
  list: (cursor: string | null) => ["api-keys", "list", cursor] as const,
};
