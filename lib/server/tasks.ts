import { buildContext } from "#lib/auth/request-context.ts";
import { completeRevocation } from "#lib/connections/complete-revocation.ts";
import { deleteExpiredFlows } from "#lib/connections/delete-expired-flows.ts";
import type { Context } from "#lib/context/context.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import { deleteExpiredSecrets } from "#lib/integrations/delete-expired-secrets.ts";
import type { TaskHandlers, TaskName } from "#lib/jobs/task-payloads.ts";
import { deleteExpiredSandboxRecords } from "#lib/sandbox/database-store.ts";

/** When tasks start by themselves (cron, UTC). */
export const schedule: Partial<Record<TaskName, string>> = {
  "delete-expired-flows": "17 * * * *",
  "delete-expired-secrets": "27 * * * *",
  "delete-expired-sandbox-records": "*/10 * * * *",
};

/** Which verb does the work of each task. */
export function createTasks(runtime: Runtime): TaskHandlers {
  return {
    "revoke-connection": async ({ revocationId }) => {
      await completeRevocation(systemContext(runtime), { revocationId });
    },
    "delete-expired-flows": async () => {
      await deleteExpiredFlows(systemContext(runtime));
    },
    "delete-expired-secrets": async () => {
      await deleteExpiredSecrets(systemContext(runtime));
    },
    "delete-expired-sandbox-records": async () => {
      await deleteExpiredSandboxRecords(runtime.db, runtime.now());
    },
  };
}

function systemContext(runtime: Runtime): Context {
  return buildContext(runtime, {
    actor: { kind: "system", name: "worker", workspaceId: null },
    requestId: crypto.randomUUID(),
    client: { ip: null, userAgent: null },
  });
}
