/** Query keys of the deployment's OAuth credentials; `all` is what a change makes stale. */
export const credentialKeys = {
  all: ["oauth-credentials"] as const,
  list: ["oauth-credentials", "list"] as const,
  impact: (id: string) => ["oauth-credentials", "impact", id] as const,
};
