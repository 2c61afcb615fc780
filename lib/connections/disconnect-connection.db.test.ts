import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createGranted } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { type Answerer, jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { completeRevocation } from "./complete-revocation.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { getAccessToken } from "./get-access-token.ts";
import { getDisconnectImpact } from "./get-disconnect-impact.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let id: string;

const context = (fetch?: Context["fetch"], actor = owner) =>
  providerContext(database.db, actor, provider, { fetch });
const system = (fetch?: Context["fetch"]) => systemContext(context(fetch));
const revocation = () => database.db.revocation.findFirstOrThrow({ where: { connectionId: id } });

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Endings" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  id = (await createGranted(context(), provider, integration)).id;
});

describe("F-07: a disconnect", () => {
  it("makes the connection unusable at once, revokes the grant and erases the tokens", async () => {
    const { grantsRevoked } = await provider.stats();
    expect(await disconnectConnection(context(), { id })).toBe("revoked");
    await expect(getAccessToken(context(), id)).rejects.toMatchObject({ code: "not-found" });
    expect((await provider.stats()).grantsRevoked).toBe(grantsRevoked + 1);
    expect(await revocation()).toMatchObject({
      status: "revoked",
      accessTokenSealed: null,
      refreshTokenSealed: null,
    });
    const audited = await database.db.auditEvent.findMany({
      where: { targetId: id },
      orderBy: { createdAt: "asc" },
    });
    expect(audited.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["connection.disconnect", "revocation.complete"]),
    );
  });

  it("sends the refresh token first, then the access token", async () => {
    const { fetch, requests } = scriptedFetch(() => new Response(null, { status: 200 }));
    await disconnectConnection(context(fetch), { id });
    expect(requests.map(({ form }) => form.get("token_type_hint"))).toEqual([
      "refresh_token",
      "access_token",
    ]);
  });

  it("names the grant by what the provider told of it, and forgets that afterwards", async () => {
    const facts = { stripe_user_id: "acct_1" };
    await database.db.connection.update({ where: { id }, data: { data: facts } });
    await database.db.integration.update({ where: { id: integration.id }, data: { offeringId: "stripe" } });
    try {
      const { fetch, requests } = scriptedFetch(() => jsonAnswer(503, {}));
      expect(await disconnectConnection(context(fetch), { id })).toBe("pending");
      expect((await revocation()).data).toEqual(facts);
      expect(requests[0]?.url.href).toBe("https://connect.stripe.com/oauth/deauthorize");
      expect(requests[0]?.form.get("stripe_user_id")).toBe("acct_1");
      const { id: revocationId } = await revocation();
      await database.db.revocation.update({
        where: { id: revocationId },
        data: { nextAttemptAt: new Date(0) },
      });
      const { fetch: better } = scriptedFetch(() => jsonAnswer(200, facts));
      expect(await completeRevocation(system(better), { revocationId })).toBe("revoked");
      expect(await revocation()).toMatchObject({ status: "revoked", data: null });
    } finally {
      await database.db.integration.update({
        where: { id: integration.id },
        data: { offeringId: "sandbox" },
      });
    }
  });

  const answers: [string, Answerer, string, string][] = [
    ["200", () => new Response(null, { status: 200 }), "revoked", "revoked"],
    [
      "400 unsupported_token_type",
      () => jsonAnswer(400, { error: "unsupported_token_type" }),
      "unavailable",
      "unavailable",
    ],
    ["503 with Retry-After", () => jsonAnswer(503, {}, { "retry-after": "120" }), "pending", "pending"],
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example/" } }),
      "unavailable",
      "unavailable",
    ],
    ["no answer", () => Promise.reject(new TypeError("connection reset")), "pending", "pending"],
  ];
  it.each(answers)("is final here, whatever the provider says: %s", async (_, answer, outcome, status) => {
    const { fetch } = scriptedFetch(answer);
    const before = new Date();
    expect(await disconnectConnection(context(fetch), { id })).toBe(outcome);
    expect(await database.db.connection.count({ where: { id } })).toBe(0);
    const row = await revocation();
    expect(row.status).toBe(status);
    expect(row.refreshTokenSealed === null).toBe(status !== "pending");
    if (status === "pending") expect(row.nextAttemptAt.getTime()).toBeGreaterThan(before.getTime() + 30_000);
  });

  it("tells the provider again in the background, not before its Retry-After, until it is done", async () => {
    const busy = scriptedFetch(() => jsonAnswer(503, {}, { "retry-after": "600" }));
    expect(await disconnectConnection(context(busy.fetch), { id })).toBe("pending");
    const { id: revocationId, nextAttemptAt } = await revocation();
    expect(nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 590_000);
    const jobs = await database.db.$queryRaw<{ run_at: Date }[]>`
      SELECT "run_at" FROM graphile_worker.jobs WHERE "key" = ${`revoke-connection:${revocationId}`}`;
    expect(jobs.map((job) => job.run_at.getTime())).toEqual([nextAttemptAt.getTime()]);
    expect(await completeRevocation(system(busy.fetch), { revocationId })).toBe("pending");
    expect(busy.requests).toHaveLength(1);
    await database.db.revocation.update({ where: { id: revocationId }, data: { nextAttemptAt: new Date() } });
    expect(await completeRevocation(system(), { revocationId })).toBe("revoked");
    expect(await completeRevocation(system(), { revocationId })).toBe("revoked");
    expect(await revocation()).toMatchObject({ status: "revoked", attempts: 2, refreshTokenSealed: null });
  });

  it("is for the owner and for those who run the workspace, and a stranger sees nothing", async () => {
    const [colleague, admin, foreigner] = [
      await createMember(database.db, { workspaceId: owner.workspaceId }),
      await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" }),
      await createOwner(database.db, "Stan"),
    ];
    for (const actor of [colleague, foreigner]) {
      await expect(disconnectConnection(context(undefined, actor), { id })).rejects.toMatchObject({
        code: "not-found",
      });
    }
    expect(await disconnectConnection(context(undefined, admin), { id })).toBe("revoked");
    await expect(disconnectConnection(context(), { id })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("what depends on a connection", () => {
  it("is told before the act, and refused when it has moved since", async () => {
    const impact = await getDisconnectImpact(context(), { id });
    expect(impact).toMatchObject({
      peopleCount: 1,
      people: [{ name: "Olive" }],
      revocation: "revoke",
      siblings: [],
      label: "Ada Marlow",
    });
    await database.db.connection.update({ where: { id }, data: { isShared: true, shareLevel: "use" } });
    await expect(
      disconnectConnection(context(), { id, expectedImpact: impact.fingerprint }),
    ).rejects.toMatchObject({ code: "conflict" });
    const now = await getDisconnectImpact(context(), { id });
    expect(now.peopleCount).toBeGreaterThan(1);
    expect(await disconnectConnection(context(), { id, expectedImpact: now.fingerprint })).toBe("revoked");
  });
});
