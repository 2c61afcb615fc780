import { beforeAll, describe, expect, it } from "vitest";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { testRequest, useRuntime } from "#lib/testing/requests.ts";
import { createSetupCode } from "#lib/workspaces/create-setup-code.ts";
import { POST } from "./route.ts";

const database = useDatabase();
const { lines } = useRuntime(database);
const password = "correct horse battery";

let setupCode: string;

beforeAll(async () => {
  setupCode = (await createSetupCode(testContext({ db: database.db })))?.reveal() ?? "";
});

const input = () => ({ setupCode, name: "Ada", email: "ada@example.com", password });
async function setUp(body: object, headers: Record<string, string> = {}) {
  const response = await POST(await testRequest("POST", "/api/setup", { body, headers }));
  return { status: response.status, body: await response.json() };
}

describe("POST /api/setup", () => {
  it.each([
    ["/email", { email: "ada" }],
    ["/password", { password: "short" }],
    ["/password", { password: "aaaaaaaaaaaa" }],
    ["/password", { password: "x1".repeat(65) }],
    ["/name", { name: "  " }],
    ["/name", { name: { not: "" } }],
    ["/setupCode", { setupCode: "wrong" }],
    ["/platformRole", { platformRole: "admin" }],
  ])("V-04: points to %s for %j and writes nothing", async (pointer, parts) => {
    const { status, body } = await setUp({ ...input(), ...parts });
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    expect(await database.db.user.count()).toBe(0);
  });

  it("F-09: a state, a session id and an API key are no set-up code, and use none up", async () => {
    for (const other of [
      crypto.randomUUID(),
      "A".repeat(43),
      "sess-01jd2k0000000000000000000a",
      "mrg_0000",
    ]) {
      expect((await setUp({ ...input(), setupCode: other })).status).toBe(422);
    }
    expect(await database.db.deployment.findUnique({ where: { id: 1 } })).toMatchObject({
      setupCompletedAt: null,
    });
  });

  it.each(["https://evil.example", "null"])("S-01: is refused from the origin %j", async (origin) => {
    expect((await setUp(input(), { origin })).status).toBe(403);
  });

  it("makes the first owner, and Z-13: from then on there is nothing here", async () => {
    const { status, body } = await setUp(input());
    expect([status, body]).toEqual([
      201,
      {
        user: { id: expect.stringMatching(/^user-/), name: "Ada", email: "ada@example.com" },
        workspace: { id: expect.stringMatching(/^ws-/), name: "Main", slug: "main" },
      },
    ]);
    for (const attempt of [input(), { ...input(), setupCode: "wrong" }])
      expect((await setUp(attempt)).status).toBe(404);
    expect(await database.db.user.count()).toBe(1);
  });

  it("K-03: neither code nor password is in an answer, a log line or the audit log", async () => {
    const traces = JSON.stringify([
      lines,
      await database.db.auditEvent.findMany(),
      (await setUp(input())).body,
    ]);
    expect(traces).not.toContain(password);
    expect(traces).not.toContain(setupCode);
  });
});
