import { admins, everybody, owners, people, platform } from "./access-expect.ts";
import { drillPassword } from "./access-people.ts";
import type { AccessTable } from "./access-table.ts";

// Of one that is not there: whoever may ask is told so, and nobody else.
const none = { place: () => ["none"], ok: [404], mutates: false };
const noCounts = "?members=0&integrations=0&connections=0&apiKeys=0&applications=0&customApis=0&webhooks=0";
const token = () => ({ token: "none" });

export const peopleRoutes: AccessTable = {
  "GET /api/sessions": people(),
  "DELETE /api/sessions": people({ endsSession: true }),
  "DELETE /api/sessions/{id}": people(none),
  "GET /api/workspace/members/{id}/impact": admins([], none),
  "PATCH /api/workspace/members/{id}": admins([], { ...none, body: () => ({ role: "admin" }) }),
  "DELETE /api/workspace/members/{id}": admins([], { ...none, ok: [404, 422] }),
  "POST /api/workspace/members/{id}/password-link": platform({
    ...none,
    body: () => ({ password: drillPassword }),
  }),
  "POST /api/workspace/members/{id}/second-factor-removal": platform({
    ...none,
    body: () => ({ password: drillPassword }),
  }),
  "GET /api/workspace/departure": people(),
  // The last owner cannot go, and nobody else left just this behind.
  "POST /api/workspace/departure": people({
    ...{ ok: [409], mutates: false },
    body: () => ({ fingerprint: "none", shared: { act: "revoke" } }),
  }),
  "/settings/members/leave": people(),
  "GET /api/invitations": admins(),
  "POST /api/invitations": admins([], {
    body: () => ({ email: `${crypto.randomUUID()}@example.com`, role: "member" }),
  }),
  "DELETE /api/invitations/{id}": admins([], none),
  "POST /api/invitations/{id}/link": admins([], none),
  "POST /api/invitations/preview": everybody([404, 429], { body: token }),
  "POST /api/invitations/acceptance": everybody([404, 422, 429], {
    body: () => ({ ...token(), name: "Ada", password: "correct horse battery" }),
  }),
  "POST /api/invitations/membership": people({ ok: [404, 429], mutates: false, body: token }),
  "/invite": everybody([200, 307]),
  "GET /api/workspaces": people(),
  "POST /api/workspaces": admins([], { endsSession: true, body: () => ({ name: "Pier" }) }),
  "GET /api/workspaces/{id}/impact": owners(none),
  "DELETE /api/workspaces/{id}": owners({ ...none, search: noCounts }),
  "PUT /api/session/workspace": people({
    ...{ ok: [404], mutates: false, body: () => ({ workspaceId: "ws-none" }) },
  }),
  "/settings/workspace": admins(),
  "/workspace-deleted": everybody([200]),
};
