import { members, people } from "./access-expect.ts";
import { integrationOf } from "./access-instances.ts";
import type { Expectation, Thing } from "./access-rules.ts";
import type { AccessTable } from "./access-table.ts";
import type { AccessWorld } from "./access-world.ts";

const on = "connection";
const see = members("connections:read", { on });
const manage = members("connections:write", { on, needs: "manage" });

// Through a connection that the caller names, and through the one that it usually has at the integration.
const call = (needs: "use" | "write", path?: string): Expectation[] => [
  members("connections:use", {
    ...{ on, needs, ok: [200], mutates: false },
    place: (world, _, caller) => [integrationOf(world, caller).slug, ...(path ? [path] : [])],
    headers: (thing) => ({ "mooring-connection": thing?.ids[0] ?? "" }),
    ...(path ? {} : { body: () => ({ url: "/echo" }) }),
  }),
  members("connections:use", {
    ...{ on: "integration", ok: [200], mutates: false },
    place: (_, thing) => [...(thing?.ids ?? []), ...(path ? [path] : [])],
    ...(path ? {} : { body: () => ({ url: "/echo" }) }),
  }),
];

async function shareWidely({ deployment }: AccessWorld, thing: Thing | undefined): Promise<unknown> {
  const where = { id: thing?.ids[0] ?? "" };
  const row = await deployment.database.client.connection.findUnique({ where });
  return { shareLevel: "manage", actsAs: row?.accountId ?? "nobody" };
}

export const connectionRoutes: AccessTable = {
  "GET /api/connections": members("connections:read"),
  "GET /api/integration-health": members("integrations:read"),
  "GET /api/integration-connections": members("connections:read"),
  "GET /api/connections/{id}": see,
  "PATCH /api/connections/{id}": [
    { ...manage, body: () => ({ name: "Ours" }) },
    members("connections:write", { on, needs: "share", body: shareWidely }),
  ],
  "DELETE /api/connections/{id}": members("connections:write", { on, needs: "disconnect" }),
  "POST /api/connections/disconnect": members("connections:write", {
    ...{ on, isNamedInBody: true, endsGrant: true, place: () => [] },
    body: (_, thing) => ({ ids: thing?.ids }),
  }),
  // Nobody left it to its owner, so nothing is to be done.
  "POST /api/connections/{id}/confirmation": people({ on, needs: "own", mutates: false }),
  "GET /api/connections/{id}/callers": members("connections:read", { on, needs: "lookAfter" }),
  // By one that is not there: whoever may is told so.
  "POST /api/connections/{id}/replacement": people({
    ...{ on, needs: "lookAfter", ok: [422], mutates: false, body: () => ({ by: "conn-none" }) },
  }),
  "GET /api/connections/{id}/events": see,
  "GET /api/connections/{id}/impact": members("connections:read", { on, needs: "disconnect" }),
  "GET /api/connections/{id}/usage": see,
  "POST /api/connections/{id}/refresh": manage,
  "POST /api/connections/{id}/test": members("connections:use", { on, needs: "use" }),
  "GET /api/flows/{handle}": people({ on: "flow" }),
  "POST /api/integrations/{id}/request": call("use"),
  "GET /api/integrations/{id}/request/{path}": call("use", "echo"),
  "POST /api/integrations/{id}/request/{path}": call("write", "echo"),
  "PUT /api/integrations/{id}/request/{path}": call("write", "echo"),
  "PATCH /api/integrations/{id}/request/{path}": call("write", "echo"),
  "DELETE /api/integrations/{id}/request/{path}": call("write", "echo"),
};
