import { deleteExpiredAuditEvents } from "#lib/audit/delete-expired-audit-events.ts";
import { deleteExpiredSessions } from "#lib/auth/delete-expired-sessions.ts";
import { buildContext } from "#lib/auth/request-context.ts";
import { sendAccountMails } from "#lib/auth/send-account-mails.ts";
import { announceExpiringConnections } from "#lib/connections/announce-expiring-connections.ts";
import { completeRevocation } from "#lib/connections/complete-revocation.ts";
import { deleteExpiredFlows } from "#lib/connections/delete-expired-flows.ts";
import { disconnectRevoked } from "#lib/connections/disconnect-owned.ts";
import { refreshDueConnections } from "#lib/connections/refresh-due-connections.ts";
import { refreshIdleConnections } from "#lib/connections/refresh-idle-connections.ts";
import { settleRefreshIntents } from "#lib/connections/settle-refresh-intents.ts";
import { verifyConnections } from "#lib/connections/verify-connections.ts";
import type { Context } from "#lib/context/context.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import type { SendMail } from "#lib/core/mail.ts";
import { deleteExpiredCallRecords } from "#lib/gateway/delete-expired-call-records.ts";
import { announceSecretExpiries } from "#lib/integrations/announce-secret-expiries.ts";
import { deleteExpiredSecrets } from "#lib/integrations/delete-expired-secrets.ts";
import { sendInvitationMails } from "#lib/invitations/send-invitation-mails.ts";
import type { TaskHandlers, TaskName } from "#lib/jobs/task-payloads.ts";
import { deleteExpiredNotices } from "#lib/notices/delete-expired-notices.ts";
import { sendNoticeMails } from "#lib/notices/send-notice-mails.ts";
import { deleteExpiredSandboxRecords } from "#lib/sandbox/database-store.ts";
import { deliverDueMessages } from "#lib/webhooks/deliver-due-messages.ts";
import { clearDeletedWorkspaces } from "#lib/workspaces/clear-deleted-workspaces.ts";

/** When tasks start by themselves (cron, UTC). */
export const schedule: Partial<Record<TaskName, string>> = {
  "clear-deleted-workspaces": "* * * * *",
  "verify-connections": "7 * * * *",
  "refresh-idle-connections": "57 * * * *",
  "settle-refresh-intents": "* * * * *",
  "delete-expired-flows": "17 * * * *",
  "delete-expired-call-records": "47 * * * *",
  "announce-secret-expiries": "47 5 * * *",
  "delete-expired-secrets": "27 * * * *",
  "announce-expiring-connections": "12 * * * *",
  "delete-expired-notices": "42 4 * * *",
  "delete-expired-sessions": "37 * * * *",
  "delete-expired-audit-events": "57 4 * * *",
  "delete-expired-sandbox-records": "*/10 * * * *",
};

/** Which verb does the work of each task. */
export function createTasks(runtime: Runtime): TaskHandlers {
  return {
    "revoke-connection": async ({ revocationId }) => {
      await completeRevocation(systemContext(runtime), { revocationId });
    },
    "disconnect-connections": async (owned) => {
      await disconnectRevoked(systemContext(runtime), owned);
    },
    "clear-deleted-workspaces": async () => {
      await clearDeletedWorkspaces(systemContext(runtime));
    },
    "verify-connections": async () => {
      await verifyConnections(systemContext(runtime));
    },
    "refresh-idle-connections": async () => {
      await refreshIdleConnections(systemContext(runtime));
    },
    "settle-refresh-intents": async () => {
      await settleRefreshIntents(systemContext(runtime));
    },
    "delete-expired-flows": async () => {
      await deleteExpiredFlows(systemContext(runtime));
    },
    "delete-expired-call-records": async () => {
      await deleteExpiredCallRecords(systemContext(runtime));
    },
    "announce-secret-expiries": async () => {
      await announceSecretExpiries(systemContext(runtime));
    },
    "delete-expired-secrets": async () => {
      await deleteExpiredSecrets(systemContext(runtime));
    },
    "announce-expiring-connections": async () => {
      await announceExpiringConnections(systemContext(runtime));
    },
    "delete-expired-notices": async () => {
      await deleteExpiredNotices(systemContext(runtime));
    },
    "delete-expired-sessions": async () => {
      await deleteExpiredSessions(systemContext(runtime));
    },
    "delete-expired-audit-events": async () => {
      await deleteExpiredAuditEvents(systemContext(runtime));
    },
    "delete-expired-sandbox-records": async () => {
      await deleteExpiredSandboxRecords(runtime.db, runtime.now());
    },
  };
}

/** One run of the loop that renews tokens ahead of time. */
export function renewDue(runtime: Runtime): (signal: AbortSignal) => Promise<unknown> {
  return (signal) => refreshDueConnections(systemContext(runtime), signal);
}

/** One run of the loop that sends what webhooks are to be told. */
export function deliverDue(runtime: Runtime): (signal: AbortSignal) => Promise<unknown> {
  return (signal) => deliverDueMessages(systemContext(runtime), signal);
}

/** One run of the loop that mails links to new passwords, invitations, and members what they are to be told. */
export function mailDue(runtime: Runtime, send: SendMail): (signal: AbortSignal) => Promise<unknown> {
  return async () => {
    const ctx = systemContext(runtime);
    await sendAccountMails(ctx, send);
    await sendInvitationMails(ctx, send);
    await sendNoticeMails(ctx, send);
  };
}

/** What nobody asks for by name: the process itself, at its start and in its jobs. */
export function systemContext(runtime: Runtime): Context {
  return buildContext(runtime, {
    actor: { kind: "system", name: "worker", workspaceId: null },
    requestId: crypto.randomUUID(),
    client: { ip: null, userAgent: null },
  });
}
