/** Query keys of the audit log. */
export const auditKeys = {
  list: (query: Record<string, string | null>) => ["audit-events", query] as const,
};
