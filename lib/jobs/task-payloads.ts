/** Every background task and what it is told. The tasks themselves are in lib/server/tasks.ts. */
export interface TaskPayloads {
  "revoke-connection": { revocationId: string };
  "disconnect-connections": { workspaceId: string; ownerId: string };
  "clear-deleted-workspaces": Record<string, never>;
  "verify-connections": Record<string, never>;
  "refresh-idle-connections": Record<string, never>;
  "settle-refresh-intents": Record<string, never>;
  "delete-expired-flows": Record<string, never>;
  "delete-expired-call-records": Record<string, never>;
  "announce-secret-expiries": Record<string, never>;
  "delete-expired-secrets": Record<string, never>;
  "announce-expiring-connections": Record<string, never>;
  "delete-expired-notices": Record<string, never>;
  "delete-expired-sessions": Record<string, never>;
  "delete-expired-audit-events": Record<string, never>;
  "delete-expired-sandbox-records": Record<string, never>;
}

export type TaskName = keyof TaskPayloads;

/** What does the work of each task. A rejected promise means: try again later. */
export type TaskHandlers = { [Name in TaskName]: (payload: TaskPayloads[Name]) => Promise<void> };
