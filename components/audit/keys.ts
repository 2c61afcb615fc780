/** Query keys of the audit log. */
export const auditKeys = {
  all: ["audit-events"] as const,
  list: (query: Record<string, string | null>) => ["audit-events", "list", query] as const,
  choices: (noun: string, search: string) => ["audit-events", "choices", noun, search] as const,
  retention: ["audit-events", "retention"] as const,
};
