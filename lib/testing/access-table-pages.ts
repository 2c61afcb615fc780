import { admins, everybody, people, platform } from "./access-expect.ts";
import type { AccessTable } from "./access-table.ts";

const integration = people({ on: "integration" });

/** A page leads whoever is not signed in to the sign-in page; what one may not see or do is no page. */
export const pages: AccessTable = {
  "/": everybody([307]),
  "/sign-in": everybody([200, 307]),
  "/setup": everybody([404]),
  "/problems/{code}": everybody([200], { place: () => ["not-found"] }),
  // How a flow of somebody else went is told as of none.
  "/oauth/flows/{flowId}": everybody([200], { on: "flow" }),
  "/oauth": people(),
  "/oauth/create": admins(),
  "/oauth/{integrationId}": integration,
  "/oauth/{integrationId}/activity": integration,
  "/oauth/{integrationId}/connections": integration,
  "/oauth/{integrationId}/settings": integration,
  "/connections": people(),
  "/connections/{connectionId}": people({ on: "connection" }),
  "/apis": people(),
  "/apis/create": admins(),
  "/apis/{apiId}": people({ on: "api" }),
  "/reference": people(),
  "/settings": people({ ok: [307] }),
  "/settings/account": people(),
  "/settings/api-keys": people(),
  "/settings/applications": people(),
  "/settings/audit-log": people(),
  "/settings/audit-log/{eventId}": people({ on: "auditEvent" }),
  "/settings/integrations": people(),
  "/settings/members": people(),
  "/settings/runtime-configurations": people(),
  "/settings/webhooks": admins(),
  "/settings/webhooks/{webhookId}": admins(undefined, { on: "webhook" }),
  "/admin/oauth-credentials": platform(),
  "/admin/offerings": platform(),
  "/admin/offerings/create": platform(),
  "/admin/offerings/{offeringId}": platform({ on: "customOffering" }),
};
