import { describe, expect, it } from "vitest";
import { countAxes, relationOf, relations } from "./access-axes.ts";
import type { Cell } from "./access-cells.ts";
import type { AccessAnswer } from "./access-client.ts";
import { compareHidden, judgeAnswer } from "./access-judge.ts";
import type { Caller } from "./access-people.ts";
import { findRoutes } from "./access-routes.ts";
import { type Expectation, expectedOf, type Thing } from "./access-rules.ts";
import { findUncovered } from "./access-table.ts";
import type { AccessWorld } from "./access-world.ts";

const somebody: Caller = {
  ...{ name: "member", kind: "member", headers: {}, userId: "user-1", workspaceId: "ws-1", role: "member" },
  ...{ isPlatformAdmin: false, scopes: [], person: null },
};
const nobody: Caller = { ...somebody, kind: "nobody", userId: null, workspaceId: null, role: null };
const theirs: Thing = {
  ...{ kind: "connection", label: "the colleague's", by: null, ids: ["conn-1"], workspaceId: "ws-1" },
  ...{ ownerId: "user-2", level: null, isThere: true },
};
const unknown: Thing = { ...theirs, label: "unknown", ids: ["conn-2"], workspaceId: null, isThere: false };
const row: Expectation = { for: "members", on: "connection", needs: "use" };

describe("the table of expectations", () => {
  it("Z-01: has a row for each route that exists, and no other", { timeout: 60_000 }, async () => {
    const { routes } = await findRoutes();
    expect(routes.length).toBeGreaterThan(200);
    expect(findUncovered(routes)).toEqual([]);
  });

  it("misses a route without a row, and a row without a route", async () => {
    const route = { name: "GET /api/new", kind: "api" as const, method: "GET", path: "/api/new" };
    expect(findUncovered([route], { "GET /api/old": row })).toEqual([
      "GET /api/new has no row",
      "GET /api/old is expected and does not exist",
    ]);
    expect(
      findUncovered([route, { ...route, method: "HEAD", name: "HEAD /api/new" }], { "GET /api/new": row }),
    ).toEqual([]);
  });
});

describe("what is expected", () => {
  it.each<[string, Partial<Expectation>, Caller, Partial<Thing>, unknown]>([
    ["nobody", {}, nobody, {}, 401],
    ["nobody, where everybody may", { for: "everybody" }, nobody, {}, "ok"],
    ["a colleague's personal one", {}, somebody, {}, 404],
    ["a shared one", {}, somebody, { level: "use" }, "ok"],
    ["a shared one to read, that is written to", { needs: "write" }, somebody, { level: "read" }, 403],
    ["a shared one that one does not manage", { needs: "manage" }, somebody, { level: "use" }, 403],
    ["an admin, who knows and does not use", {}, { ...somebody, role: "admin" }, {}, 403],
    ["another workspace's", {}, somebody, { level: "use", workspaceId: "ws-2" }, 404],
    ["a role that is too small", { for: "admins" }, somebody, { level: "use" }, 403],
    ["a key, where none may", {}, { ...somebody, kind: "key" }, { level: "use" }, 403],
    ["a platform admin", { for: "platform" }, { ...somebody, isPlatformAdmin: true }, { level: "use" }, "ok"],
  ])("of %s", (_, more, caller, thing, verdict) => {
    expect(expectedOf({ ...row, ...more }, caller, { ...theirs, ...thing })).toBe(verdict);
  });
});

describe("the sides of the matrix", () => {
  it.each<[string, Caller, Partial<Thing>]>([
    ["own", somebody, { ownerId: "user-1" }],
    ["a colleague's", somebody, {}],
    ["a colleague's, shared to read", somebody, { level: "read" }],
    ["a colleague's, shared to manage", somebody, { level: "manage" }],
    ["the workspace's", somebody, { kind: "webhook" }],
    ["the deployment's", somebody, { kind: "oauthCredential", workspaceId: null }],
    ["another workspace's", somebody, { workspaceId: "ws-2" }],
    ["another workspace's", nobody, {}],
    ["deleted", somebody, { label: "deleted", isThere: false }],
    ["unknown", somebody, unknown],
    ["put together of two", somebody, { ...unknown, ids: ["a", "b"], within: "ws-1" }],
  ])("know what is %s", (relation, caller, thing) => {
    expect(relationOf(caller, { ...theirs, ...thing })).toBe(relation);
  });

  it("Z-01: miss those that no cell is for", () => {
    const route = { name: "GET /x", kind: "api" as const, method: "GET", path: "/x" };
    const cell: Cell = { route, row, caller: somebody, thing: theirs, verdict: 404 };
    const { lines, missing } = countAxes([cell, { ...cell, thing: unknown }]);
    expect(lines).toContain("things: a colleague's 1; unknown 1");
    expect(missing).toEqual(relations.filter((name) => name !== "a colleague's" && name !== "unknown"));
  });
});

describe("the judge", () => {
  const marker = "mk0123456789abcdef";
  const planted = new Map([
    [marker, { kind: "connection", workspaceId: "ws-1", ownerId: "user-2", level: null }],
  ]);
  const world = { planted, secrets: ["the-secret"] } as unknown as AccessWorld;
  const route = { name: "GET /x", kind: "api" as const, method: "GET", path: "/x" };
  const cell = (thing: Thing): Cell => ({ route, row, caller: somebody, thing, verdict: 404 });
  const answer = (text: string, headers = {}): AccessAnswer => ({ status: 404, headers, text });

  it("finds a name and a secret that the caller may not read", () => {
    expect(judgeAnswer(world, cell(theirs), answer("nothing"))).toEqual([]);
    for (const text of [`{"name":"${marker}"}`, "the-secret"])
      expect(judgeAnswer(world, cell(theirs), answer(text))).toMatchObject([{ kind: "leak" }]);
    expect(judgeAnswer(world, cell(theirs), answer("", { location: `/x/${marker}` }))).toMatchObject([
      { kind: "leak" },
    ]);
  });

  it("finds another status than expected", () => {
    const found = judgeAnswer(world, cell(theirs), { ...answer(""), status: 403 });
    expect(found).toMatchObject([{ kind: "mismatch" }]);
  });

  it("finds what is hidden and answers otherwise than what does not exist, but for ids and times", () => {
    const pair = (text: string, headers = {}) => [
      { cell: cell(unknown), answer: answer("no conn-2 at 2026-01-01T00:00:00.000Z", { date: "a" }) },
      { cell: cell(theirs), answer: answer(text, headers) },
    ];
    expect(compareHidden(pair("no conn-1 at 2026-01-02T00:00:00.123Z", { date: "b" }))).toEqual([]);
    expect(compareHidden(pair("not yours: conn-1 at 2026-01-01T00:00:00.000Z"))).toMatchObject([
      { kind: "leak" },
    ]);
    expect(compareHidden(pair("no conn-1 at 2026-01-01T00:00:00.000Z", { etag: "x" }))).toMatchObject([
      { kind: "leak" },
    ]);
  });
});
