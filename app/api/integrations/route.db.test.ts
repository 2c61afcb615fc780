import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { testContext, testSettings } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { answerClients, insertBareConnection } from "#lib/testing/integrations.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import * as offering from "../offerings/[id]/route.ts";
import * as offerings from "../offerings/route.ts";
import * as activity from "./[id]/activity/route.ts";
import * as impact from "./[id]/impact/route.ts";
import * as one from "./[id]/route.ts";
import * as pending from "./[id]/secret/pending/route.ts";
import * as revert from "./[id]/secret/revert/route.ts";
import * as secret from "./[id]/secret/route.ts";
import * as verification from "./[id]/verification/route.ts";
import * as all from "./route.ts";

const database = useDatabase();
const RIGHT = "the-right-secret-7f3a";
const provider = answerClients(({ clientSecret }) =>
  clientSecret === RIGHT ? { status: 400, error: "invalid_grant" } : { status: 401, error: "invalid_client" },
);
const settings = { ...testSettings, sandboxOrigin: "http://127.0.0.1:9" };
const { lines } = useRuntime(database, { fetch: provider.fetch, settings });

type Caller = MemberActor | { key: string } | null;
const names = ["anonymous", "removed", "member", "admin", "owner", "stranger", "reader", "writer"] as const;
let callers: Record<(typeof names)[number], Caller>;
let owner: MemberActor;

beforeAll(async () => {
  owner = await createOwner(database.db);
  const join = (role: "member" | "admin" = "member") =>
    createMember(database.db, { workspaceId: owner.workspaceId, role });
  const removed = await join();
  await database.db.membership.deleteMany({ where: { userId: removed.userId } });
  const key = async (scopes: readonly (typeof apiKeyScopes)[number][]) =>
    createApiKey(testContext({ db: database.db, actor: owner }), {
      name: "k",
      scopes: [...scopes],
      expiresInDays: 1,
    });
  callers = {
    anonymous: null,
    removed,
    member: await join(),
    admin: await join("admin"),
    owner,
    stranger: await createOwner(database.db),
    reader: { key: (await key(["integrations:read", "offerings:read"])).key },
    writer: { key: (await key(apiKeyScopes)).key },
  };
});

const input = (parts: object = {}) => ({
  name: "Practice",
  offeringId: "sandbox",
  clientId: "practice",
  clientSecret: RIGHT,
  scopes: ["profile", "offline_access"],
  ...parts,
});

async function send(as: Caller, method: string, path: string, handler: RouteHandler, body?: unknown) {
  const id = path.split("/")[3]?.split("?")[0] ?? "";
  const response = await handler(await testRequest(method, path, { as, body }), routeParams({ id }));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null, text };
}

const create = (as: Caller, parts: object = {}) =>
  send(as, "POST", "/api/integrations", all.POST, input(parts));

describe("who may do what", () => {
  const readable = {
    anonymous: 401,
    removed: 401,
    member: 200,
    admin: 200,
    owner: 200,
    stranger: 404,
    reader: 200,
    writer: 200,
  };
  const writable = {
    anonymous: 401,
    removed: 401,
    member: 403,
    admin: 200,
    owner: 200,
    stranger: 404,
    reader: 403,
    writer: 200,
  };
  const listed = { ...readable, stranger: 200 };
  const rows: [
    method: string,
    path: string,
    handler: RouteHandler,
    expected: Record<string, number>,
    body?: object,
  ][] = [
    ["GET", "/api/offerings", offerings.GET, listed],
    ["GET", "/api/offerings/sandbox", offering.GET, listed],
    ["GET", "/api/integrations", all.GET, listed],
    ["GET", "/api/integrations/{id}", one.GET, readable],
    ["GET", "/api/integrations/{id}/activity", activity.GET, { ...readable, reader: 403 }],
    ["GET", "/api/integrations/{id}/impact", impact.GET, writable],
    [
      "POST",
      "/api/integrations",
      all.POST,
      { ...writable, admin: 201, owner: 201, stranger: 201, writer: 201 },
      input(),
    ],
    ["PATCH", "/api/integrations/{id}", one.PATCH, writable, { prompt: "login" }],
    ["POST", "/api/integrations/{id}/verification", verification.POST, writable, {}],
    ["PUT", "/api/integrations/{id}/secret", secret.PUT, writable, { clientSecret: RIGHT }],
    ["POST", "/api/integrations/{id}/secret/revert", revert.POST, writable, {}],
    ["DELETE", "/api/integrations/{id}/secret/pending", pending.DELETE, writable],
    [
      "DELETE",
      "/api/integrations/{id}?connections=0&people=0",
      one.DELETE,
      { ...writable, admin: 204, owner: 404, writer: 404 },
    ],
  ];

  it.each(rows)(
    "Z-01: %s %s answers each caller as the table says",
    async (method, path, handler, expected, body) => {
      const { id } = (await create(owner)).body;
      if (path.endsWith("revert"))
        await send(owner, "PUT", `/api/integrations/${id}/secret`, secret.PUT, { clientSecret: RIGHT });
      const seen: Record<string, number> = {};
      for (const name of names)
        seen[name] = (await send(callers[name], method, path.replace("{id}", id), handler, body)).status;
      expect(seen).toEqual(expected);
    },
  );

  it("Z-01: what is another workspace's and what does not exist answer alike", async () => {
    const { id } = (await create(owner)).body;
    const answer = async (name: string) => {
      const { status, body } = await send(callers.stranger, "GET", `/api/integrations/${name}`, one.GET);
      return { status, code: body.code, title: body.title, detail: body.detail };
    };
    expect(await answer(id)).toEqual(await answer("integration-00000000000000000000000000"));
  });
});

describe("bad input", () => {
  beforeEach(() => {
    provider.requests.length = 0;
  });

  it.each([
    ["an unknown offering", "/offeringId", { offeringId: "nonesuch" }],
    ["an offering that its provider has closed", "/offeringId", { offeringId: "fitbit" }],
    ["a missing scope", "/scopes", { scopes: ["profile"] }],
    ["a scope with a space", "/scopes/2", { scopes: ["profile", "offline_access", "a b"] }],
    [
      "an authorize URL of one's own, over http",
      "/authorizeUrl",
      { authorizeUrl: "http://evil.example/authorize" },
    ],
    ["a secret of 5,000 characters", "/clientSecret", { clientSecret: "s".repeat(5_000) }],
    ["a secret with a line break", "/clientSecret", { clientSecret: "line one\nline two" }],
    ["an object where a text belongs", "/clientId", { clientId: { not: "" } }],
    ["a client id of 501 characters", "/clientId", { clientId: "c".repeat(501) }],
    ["a name of 121 characters", "/name", { name: "n".repeat(121) }],
    ["a name of spaces", "/name", { name: "   " }],
    ["a NUL in the name", "/name", { name: "a\u0000b" }],
    ["half a surrogate in the name", "/name", { name: "a\ud800" }],
    ["a reserved slug", "/slug", { slug: "callback" }],
    ["a slug that reads as an id", "/slug", { slug: `integration-${"0".repeat(26)}` }],
    ["an unknown variable", "/variables/host", { variables: { host: "evil.example" } }],
    ["a variable with an odd name", "/variables", { variables: JSON.parse('{"__proto__":"x"}') }],
    ["a key of another form", "/integrationKey", { integrationKey: "../callback" }],
    ["a practice client where there is none", "/useSandboxClient", { useSandboxClient: true }],
    ["V-04: a workspace", "/workspaceId", { workspaceId: "ws-other" }],
    ["V-04: a status", "/status", { status: "configured" }],
    ["V-04: a maker", "/createdById", { createdById: "user-other" }],
  ])("points at the field of %s (%s), and nothing is written or sent", async (_what, pointer, parts) => {
    const before = await database.db.integration.count();
    const { status, body } = await create(owner, parts);
    expect([status, body.code, body.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([
      422,
      "invalid-input",
      expect.arrayContaining([pointer]),
    ]);
    expect(await database.db.integration.count()).toBe(before);
    expect(provider.requests).toEqual([]);
  });

  it("V-07: refuses a 1 MB secret by its size, and does not echo it", async () => {
    const huge = "S3cret".repeat(180_000);
    const { status, body, text } = await create(owner, { clientSecret: huge });
    expect([status, body.code]).toEqual([413, "payload-too-large"]);
    expect(text).not.toContain("S3cretS3cret");
  });

  it("F-04: refuses the shared callback address to an admin and to a key, at its field", async () => {
    for (const caller of [callers.admin, callers.writer]) {
      const { status, body } = await create(caller, { callback: "shared" });
      expect([status, body.errors[0].pointer]).toEqual([403, "/callback"]);
    }
  });

  it.each([
    "javascript:alert(1)",
    "http://evil.example",
    "evil.example/..",
    "evil.example#",
    "user@evil.example",
    "a\r\nb.example",
  ])("F-05: the host %j never becomes part of an authorize URL", async (host) => {
    const { status, body } = await create(owner, {
      offeringId: "gitlab-self-managed",
      scopes: [],
      variables: { host },
    });
    expect([status, body.errors[0].pointer]).toEqual([422, "/variables/host"]);
  });
});

describe("what comes back", () => {
  it("V-07: keeps text trimmed and in one Unicode form", async () => {
    const { body } = await create(owner, { name: "  Cafe\u0301  ", clientSecret: `  ${RIGHT}\t` });
    expect(body).toMatchObject({ name: "Caf\u00e9", status: "configured" });
  });

  it("K-06: never holds the secret, and a PATCH can neither set nor mask it", async () => {
    const made = await create(owner);
    expect(made.headers.get("location")).toBe(`/api/integrations/${made.body.id}`);
    expect(made.body.clientSecret).toMatchObject({ isSet: true, last4: "7f3a" });
    for (const clientSecret of ["•••••••• 7f3a", RIGHT, null]) {
      const { status, body } = await send(owner, "PATCH", `/api/integrations/${made.body.id}`, one.PATCH, {
        clientSecret,
      });
      expect([status, body.errors[0].pointer]).toEqual([422, "/clientSecret"]);
    }
    const renamed = await send(owner, "PATCH", `/api/integrations/${made.body.slug}`, one.PATCH, {
      name: "Renamed",
    });
    expect(renamed.body).toMatchObject({
      name: "Renamed",
      status: "configured",
      clientSecret: made.body.clientSecret,
    });
    const events = await send(owner, "GET", `/api/integrations/${made.body.slug}/activity`, activity.GET);
    expect(events.body.items.map(({ action }: { action: string }) => action)).toEqual([
      "integration.update",
      "integration.create",
    ]);
    expect(made.text + renamed.text + events.text + JSON.stringify(lines)).not.toContain(RIGHT);
  });

  it("a refused rotation answers 422 at /clientSecret with what was observed, and not with the secret", async () => {
    const { id } = (await create(owner)).body;
    const { status, body, text } = await send(owner, "PUT", `/api/integrations/${id}/secret`, secret.PUT, {
      clientSecret: "wrong-secret-9999",
    });
    expect([status, body.errors[0].pointer, body.verification.verdict]).toEqual([
      422,
      "/clientSecret",
      "rejected",
    ]);
    expect(body.verification.observed.attempts[0]).toEqual({
      authentication: "client_secret_post",
      secret: "stored",
      status: 401,
      error: "invalid_client",
    });
    expect(text).not.toContain("wrong-secret");
  });

  it("DELETE answers 409 with the impact when the confirmed counts have moved", async () => {
    const { id } = (await create(owner)).body;
    await insertBareConnection(database.db, { integration: { id }, owner });
    const { status, body } = await send(
      owner,
      "DELETE",
      `/api/integrations/${id}?connections=0&people=0`,
      one.DELETE,
    );
    expect([status, body.impact.connections, body.impact.people]).toEqual([409, 1, 1]);
  });
});

describe("the list", () => {
  it("pages by key in every order, without a gap or a repetition, and filters", async () => {
    const admin = await createOwner(database.db);
    const made = ["Beta", "alpha_1", "Gamma", "alphaX1"];
    for (const name of made)
      await create(admin, { name, clientSecret: name === "Gamma" ? "wrong-secret-0000" : RIGHT });
    const read = async (query: string) =>
      (await send(admin, "GET", `/api/integrations${query}`, all.GET)).body;
    const walk = async (sort: string) => {
      const found: string[] = [];
      for (let cursor = ""; ; ) {
        const page = await read(`?limit=3&sort=${sort}${cursor}`);
        found.push(...page.items.map(({ name }: { name: string }) => name));
        if (!page.nextCursor) return found;
        cursor = `&cursor=${page.nextCursor}`;
      }
    };
    expect(await walk("created")).toEqual(made);
    expect(await walk("-created")).toEqual(made.toReversed());
    expect(await walk("name")).toEqual(["alpha_1", "alphaX1", "Beta", "Gamma"]);
    const names = async (query: string) =>
      (await read(query)).items.map(({ name }: { name: string }) => name);
    expect(await names("?q=alpha_")).toEqual(["alpha_1"]);
    expect(await names("?status=draft")).toEqual(["Gamma"]);
    expect(await names("?offering=salesforce")).toEqual([]);
    expect((await send(admin, "GET", "/api/integrations?cursor=forged", all.GET)).status).toBe(422);
  });

  it("finds offerings by the words of their names", async () => {
    const { body } = await send(owner, "GET", "/api/offerings?q=salesforce%20sandbox", offerings.GET);
    expect(body.items.map(({ id }: { id: string }) => id)).toContain("salesforce-sandbox");
    expect(body.items.length).toBeLessThan(5);
    expect((await send(owner, "GET", "/api/offerings/nonesuch", offering.GET)).status).toBe(404);
  });
});
