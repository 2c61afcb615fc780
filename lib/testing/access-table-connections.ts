import { members, people } from "./access-expect.ts";
import { integrationOf } from "./access-instances.ts";
import type { Expectation } from "./access-rules.ts";
import type { AccessTable } from "./access-table.ts";

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

export const connectionRoutes: AccessTable = {
  "GET /api/connections": members("connections:read"),
  "GET /api/integration-connections": members("connections:read"),
  "GET /api/connections/{id}": see,
  // The account reaches one place only: whoever may choose is told so.
  "PATCH /api/connections/{id}": { ...manage, ok: [409, 422], body: () => ({ tenant: "cloud-2" }) },
  "DELETE /api/connections/{id}": members("connections:write", { on, needs: "disconnect" }),
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
