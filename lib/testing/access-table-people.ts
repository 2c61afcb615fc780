import { admins, everybody, owners, people, platform } from "./access-expect.ts";
import { drillPassword } from "./access-people.ts";
import type { Expectation } from "./access-rules.ts";
import type { AccessTable } from "./access-table.ts";

const none = "?personalConnections=0&sharedConnections=0&keys=0";
// Of one that is not there: whoever may ask is told so, and nobody else.
const absent = { place: () => ["none"], ok: [404], mutates: false };
const noCounts = "?members=0&integrations=0&connections=0&apiKeys=0&applications=0&customApis=0&webhooks=0";
const token = () => ({ token: "none" });

// About somebody, and about an owner.
function decide(more: Partial<Expectation>): Expectation[] {
  return (["member", "coOwner"] as const).map((on) => admins([], { on, needs: "manage", ...more }));
}

export const peopleRoutes: AccessTable = {
  "GET /api/sessions": people(),
  "DELETE /api/sessions": people({ endsSession: true }),
  "DELETE /api/sessions/{id}": people({ on: "session" }),
  "GET /api/workspace/members/{id}/impact": decide({ needs: "see" }),
  "PATCH /api/workspace/members/{id}": decide({ body: () => ({ role: "admin" }) }),
  "DELETE /api/workspace/members/{id}": decide({ search: none }),
  "POST /api/workspace/members/{id}/password-link": platform({
    ...absent,
    body: () => ({ password: drillPassword }),
  }),
  "POST /api/workspace/members/{id}/second-factor-removal": platform({
    ...absent,
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
  "DELETE /api/invitations/{id}": admins([], { on: "invitation" }),
  "POST /api/invitations/{id}/link": admins([], { on: "invitation" }),
  "POST /api/invitations/preview": everybody([404, 429], { body: token }),
  "POST /api/invitations/acceptance": everybody([404, 422, 429], {
    body: () => ({ ...token(), name: "Ada", password: "correct horse battery" }),
  }),
  "POST /api/invitations/membership": people({ ok: [404, 429], mutates: false, body: token }),
  "/invite": everybody([200, 307]),
  "GET /api/workspaces": people(),
  "POST /api/workspaces": admins([], { endsSession: true, body: () => ({ name: "Pier" }) }),
  "GET /api/workspaces/{id}/impact": owners(absent),
  "DELETE /api/workspaces/{id}": owners({ ...absent, search: noCounts }),
  "PUT /api/session/workspace": people({
    ...{ on: "workspace", endsSession: true, place: () => [] },
    body: (_, thing) => ({ workspaceId: thing?.ids[0] }),
  }),
  "/settings/workspace": admins(),
  "/workspace-deleted": everybody([200]),
};
