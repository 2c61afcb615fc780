import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import * as discovery from "../offering-discovery/route.ts";
import * as changes from "./[id]/changes/route.ts";
import * as exported from "./[id]/export/route.ts";
import * as impact from "./[id]/impact/route.ts";
import * as publication from "./[id]/publication/route.ts";
import * as one from "./[id]/route.ts";
import * as versions from "./[id]/versions/route.ts";
import * as all from "./route.ts";

const database = useDatabase();
useRuntime(database);

type Caller = MemberActor | { key: string } | null;
const names = ["anonymous", "member", "admin", "owner", "key", "platform"] as const;
let callers: Record<(typeof names)[number], Caller>;
let data: Record<string, unknown>;

beforeAll(async () => {
  const platform = await createOwner(database.db);
  const { workspaceId } = platform;
  const key = await createApiKey(testContext({ db: database.db, actor: platform }), {
    name: "k",
    scopes: [...apiKeyScopes],
    expiresInDays: 1,
  });
  callers = {
    anonymous: null,
    member: await createMember(database.db, { workspaceId }),
    admin: await createMember(database.db, { workspaceId, role: "admin" }),
    owner: await createMember(database.db, { workspaceId, role: "owner" }),
    platform,
    key,
  };
  data = JSON.parse((await send(platform, "GET", "/api/custom-offerings/asana/export", exported.GET)).text);
});

async function send(as: Caller, method: string, path: string, handler: RouteHandler, body?: unknown) {
  const id = path.split("/")[3]?.split("?")[0] ?? "";
  const response = await handler(await testRequest(method, path, { as, body }), routeParams({ id }));
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const post = (body: unknown) => send(callers.platform, "POST", "/api/custom-offerings", all.POST, body);

describe("who may do what", () => {
  const refused = { anonymous: 401, member: 403, admin: 403, owner: 403, key: 403 };
  const counts = { integrations: 0, draftIntegrations: 0, connections: 0 };
  // In this order, since the last row takes away what those before it look at.
  const table: [string, string, RouteHandler, number, object?][] = [
    ["POST", "/api/custom-offerings", all.POST, 201, { copyOf: "github" }],
    ["GET", "/api/custom-offerings", all.GET, 200],
    ["GET", "/api/custom-offerings/{id}", one.GET, 200],
    ["GET", "/api/custom-offerings/github", one.GET, 200],
    ["GET", "/api/custom-offerings/{id}/impact", impact.GET, 200],
    ["PUT", "/api/custom-offerings/{id}/publication", publication.PUT, 200, { version: 1, ...counts }],
    ["DELETE", "/api/custom-offerings/{id}/publication", publication.DELETE, 204],
    ["GET", "/api/custom-offerings/{id}/changes?from=1&to=1", changes.GET, 200],
    ["GET", "/api/custom-offerings/{id}/export", exported.GET, 200],
    ["POST", "/api/offering-discovery", discovery.POST, 422, { url: "http://127.0.0.1/" }],
    ["DELETE", "/api/custom-offerings/{id}", one.DELETE, 204],
  ];
  it.each(table)("Z-01: %s %s is for platform admins alone", async (method, path, handler, status, body) => {
    const row = await database.db.customOffering.findFirst();
    const seen: Record<string, number> = {};
    for (const name of names) {
      const target = path.replace("{id}", row?.id ?? "none");
      seen[name] = (await send(callers[name], method, target, handler, body)).status;
    }
    expect(seen).toEqual({ ...refused, platform: status });
  });

  it("what does not exist is not found, even by a platform admin", async () => {
    const path = "/api/custom-offerings/offering-unknown";
    for (const [place, handler] of [
      ["", one.GET],
      ["/impact", impact.GET],
      ["/export", exported.GET],
      ["/changes?from=1&to=2", changes.GET],
    ] as const)
      expect((await send(callers.platform, "GET", `${path}${place}`, handler)).status).toBe(404);
  });
});

describe("input and answers", () => {
  it("an export is a download that an import takes as it is", async () => {
    const { headers } = await send(
      callers.platform,
      "GET",
      "/api/custom-offerings/asana/export",
      exported.GET,
    );
    expect(headers.get("content-disposition")).toBe('attachment; filename="asana-offering.json"');
    const made = await post({ data: { ...data, displayName: "Asana, ours" }, isImport: true });
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.text);
    expect(made.headers.get("location")).toBe(`/api/custom-offerings/${id}`);
    const save = { expectedVersion: 1, data: { ...data, displayName: "Asana, ours", notes: "Better." } };
    const path = `/api/custom-offerings/${id}/versions`;
    expect(await send(callers.platform, "POST", path, versions.POST, save)).toMatchObject({ status: 201 });
    expect(await send(callers.platform, "POST", path, versions.POST, save)).toMatchObject({ status: 409 });
  });

  it("names every mistake of an import by its place", async () => {
    const broken = { ...data, displayName: "Broken", token: { url: "ftp://x", extra: 1 }, provider: "A b" };
    const { status, text } = await post({ data: broken, isImport: true });
    expect(status).toBe(422);
    const pointers = JSON.parse(text).errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(
      expect.arrayContaining(["/data/token/url", "/data/token/extra", "/data/provider"]),
    );
  });

  it.each([{}, { data: {}, copyOf: "asana" }, { data: [] }, { copyOf: "" }, { data: {}, more: 1 }])(
    "refuses %j",
    async (body) => {
      expect((await post(body)).status).toBe(422);
    },
  );
});
