import { admins, everybody, members, people } from "./access-expect.ts";
import { drillPassword } from "./access-people.ts";
import type { AccessTable } from "./access-table.ts";

const name = () => ({ name: "Made" });
const webhook = admins("webhooks:write", { on: "webhook" });
const application = { on: "application" } as const;
const runtime = { on: "runtimeConfiguration" } as const;

const none = { ok: [409, 422, 429], mutates: false };
const bothProofs = () => ({ password: drillPassword, code: "000000" });

const callback = (path: string, place: string[]): AccessTable => ({
  [`GET ${path}`]: everybody([303], { place: () => place }),
  ...Object.fromEntries(
    ["HEAD", "POST", "PUT", "PATCH", "DELETE"].map((method) => [
      `${method} ${path}`,
      everybody([405], { place: () => place }),
    ]),
  ),
});

export const auditAndAccount: AccessTable = {
  "GET /api/api-keys": people(),
  "POST /api/api-keys": people({ body: () => ({ name: "k", scopes: ["connections:read"] }) }),
  "DELETE /api/api-keys/{id}": people({ on: "apiKey" }),
  "GET /api/applications": people(),
  "POST /api/applications": admins(undefined, { body: name }),
  "GET /api/applications/{id}": people(application),
  "PATCH /api/applications/{id}": admins(undefined, { ...application, body: name }),
  "DELETE /api/applications/{id}": admins(undefined, application),
  "GET /api/applications/{id}/impact": admins(undefined, application),
  "GET /api/runtime-configurations": people(),
  "POST /api/runtime-configurations": admins(undefined, { body: name }),
  "GET /api/runtime-configurations/{id}": people(runtime),
  "PATCH /api/runtime-configurations/{id}": admins(undefined, { ...runtime, body: name }),
  "DELETE /api/runtime-configurations/{id}": admins(undefined, runtime),
  "GET /api/runtime-configurations/{id}/impact": admins(undefined, runtime),
  "GET /api/notice-mail": people(),
  "PATCH /api/notice-mail": people({ body: () => ({ choice: "all" }) }),
  "GET /api/webhooks": admins("webhooks:read"),
  "POST /api/webhooks": admins("webhooks:write", {
    ...{ body: () => ({ name: "Pager", url: "https://receiver.example/hooks" }) },
  }),
  "GET /api/webhooks/{id}": admins("webhooks:read", { on: "webhook" }),
  "PATCH /api/webhooks/{id}": { ...webhook, body: () => ({ events: ["connection.expiring"] }) },
  "DELETE /api/webhooks/{id}": webhook,
  "POST /api/webhooks/{id}/secret": webhook,
  "POST /api/webhooks/{id}/ping": webhook,
  "POST /api/webhooks/{id}/replay": { ...webhook, body: () => ({ since: new Date(0).toISOString() }) },
  "GET /api/webhooks/{id}/deliveries": admins("webhooks:read", { on: "webhook" }),
  "POST /api/webhooks/{id}/deliveries/{deliveryId}/replay": admins("webhooks:write", { on: "delivery" }),
  "GET /api/audit-events": members("audit:read"),
  "GET /api/audit-events/{id}": members("audit:read", { on: "auditEvent" }),
  "GET /api/audit-events/export": members("audit:read", { search: "?format=ndjson" }),
  "GET /api/audit-events/checkpoint": admins("audit:read"),
  "POST /api/audit-events/verification": admins("audit:read", { mutates: false }),
  "GET /api/workspace": people(),
  "PATCH /api/workspace": admins(undefined, { body: () => ({ auditDays: 365 }) }),
  "GET /api/workspace/first-steps": people(),
  "GET /api/workspace/members": people(),
  "GET /api/session": people(),
  "DELETE /api/session": people({ endsSession: true }),
  "PUT /api/password": people({
    endsSession: true,
    body: () => ({ currentPassword: drillPassword, newPassword: "another horse battery" }),
  }),
  "GET /api/second-factor": people(),
  "POST /api/second-factor": people({ body: () => ({ password: drillPassword }) }),
  // Nobody of the drill has one: whoever may ask is told so.
  "POST /api/second-factor/confirmation": people({ ...none, body: () => ({ code: "000000" }) }),
  "POST /api/second-factor/removal": people({ ...none, body: bothProofs }),
  "POST /api/second-factor/recovery-codes": people({ ...none, body: bothProofs }),
  // Where no mail server is set, that is what everybody is told; a link that is none says so.
  "POST /api/password/reset-requests": everybody([409], { body: () => ({ email: "ada@example.com" }) }),
  "POST /api/password/reset": everybody([404, 429], {
    body: () => ({ token: "none", newPassword: "another horse battery" }),
  }),
  "POST /api/password/reset/preview": everybody([404, 429], { body: () => ({ token: "none" }) }),
  "/forgot-password": everybody([200]),
  "/reset-password": everybody([200]),
  // Once a deployment is set up, this is no address any more; whoever tries often is told to wait.
  "POST /api/setup": everybody([404, 429], {
    body: () => ({ setupCode: "x", name: "Ada", email: "ada@example.com", password: drillPassword }),
  }),
  "GET /api/openapi.json": everybody([200]),
  "GET /api/auth/{nextauth}": everybody([200], { place: () => ["csrf"] }),
  "POST /api/auth/{nextauth}": everybody([302], {
    ...{ place: () => ["callback/credentials"], body: () => ({ email: "a@example.com", password: "x" }) },
  }),
  ...Object.fromEntries(
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [
      `${method} /api/{rest}`,
      everybody([404], { place: () => ["nothing/here"] }),
    ]),
  ),
  ...callback("/oauth/callback", []),
  ...callback("/oauth2/callback", []),
  ...callback("/oauth/callback/{integrationKey}", ["none"]),
};
