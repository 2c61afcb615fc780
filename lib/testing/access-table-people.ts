import { admins, everybody, people } from "./access-expect.ts";
import type { Expectation } from "./access-rules.ts";
import type { AccessTable } from "./access-table.ts";

const none = "?personalConnections=0&sharedConnections=0&keys=0";
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
  "PUT /api/session/workspace": people({
    ...{ on: "workspace", endsSession: true, place: () => [] },
    body: (_, thing) => ({ workspaceId: thing?.ids[0] }),
  }),
  "/settings/workspace": admins(),
};
