import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Context, withActor } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { toDay } from "#lib/core/day.ts";
import { Secret } from "#lib/core/secret.ts";
import { createClock } from "#lib/testing/clock.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { answerClients, createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { announceSecretExpiries } from "./announce-secret-expiries.ts";
import { createIntegrationBody, updateSecretInput } from "./contract.ts";
import { getIntegration } from "./get-integration.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { updateSecretExpiry } from "./update-secret-expiry.ts";

const database = useDatabase();
const clock = createClock();
const DAY_MS = 86_400_000;
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;
let system: Context;

const { fetch } = answerClients(() => ({ status: 400, error: "invalid_grant" }));

beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());

beforeEach(async () => {
  owner = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider, { fetch, now: clock.now });
  system = systemContext(ctx);
});

const inDays = (days: number) => toDay(new Date(clock.now().getTime() + days * DAY_MS));
const announced = (targetId: string) =>
  database.db.auditEvent.findMany({
    where: { targetId, action: "integration-secret.expiry" },
    orderBy: { createdAt: "asc" },
  });

describe("the day on which a client secret ends", () => {
  it("is noted with the secret, when it is created and when it is rotated", async () => {
    const made = await createPractice(ctx, { secretExpiresOn: inDays(90) });
    expect(made.clientSecret.expiresOn).toBe(inDays(90));
    const proven = {
      ...ctx,
      fetch: answerClients(({ clientSecret }) => ({
        status: clientSecret === "new-secret-bbbb" ? 400 : 401,
        error: clientSecret === "new-secret-bbbb" ? "invalid_grant" : "invalid_client",
      })).fetch,
    };
    const clientSecret = new Secret("new-secret-bbbb");
    const rotated = await rotateSecret(proven, {
      id: made.id,
      clientSecret,
      keepPreviousHours: 1,
      expiresOn: inDays(365),
    });
    expect(rotated.clientSecret).toMatchObject({ last4: "bbbb", expiresOn: inDays(365) });
  });

  it("can be noted later, changed and taken back, each with its line in the audit trail", async () => {
    const { id } = await createPractice(ctx);
    expect((await updateSecretExpiry(ctx, { id, expiresOn: "2027-06-30" })).clientSecret.expiresOn).toBe(
      "2027-06-30",
    );
    await updateSecretExpiry(ctx, { id, expiresOn: "2027-06-30" });
    expect((await updateSecretExpiry(ctx, { id, expiresOn: null })).clientSecret.expiresOn).toBeNull();
    const events = await database.db.auditEvent.findMany({
      where: { targetId: id, action: "integration.update" },
    });
    expect(events.map(({ changes }) => changes)).toEqual([
      { secretExpiresOn: { before: null, after: "2027-06-30" } },
      { secretExpiresOn: { before: "2027-06-30", after: null } },
    ]);
  });

  it("needs a secret, an admin and a real day", async () => {
    const { id } = await createPractice(ctx, { clientSecret: undefined, clientId: "draft-client" });
    await expect(updateSecretExpiry(ctx, { id, expiresOn: "2027-06-30" })).rejects.toMatchObject({
      code: "conflict",
    });
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    await expect(updateSecretExpiry(withActor(ctx, member), { id, expiresOn: null })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(updateSecretInput.safeParse({ expiresOn: "2027-02-30" }).success).toBe(false);
    expect(updateSecretInput.safeParse({ expiresOn: "soon" }).success).toBe(false);
    const form = { name: "x", offeringId: "sandbox", scopes: [], secretExpiresOn: "0001-01-01" };
    expect(createIntegrationBody.safeParse(form).success).toBe(false);
  });
});

describe("the announcement of the end", () => {
  it("comes once at 30, 7 and 1 days, however often the job runs", async () => {
    const { id } = await createPractice(ctx, { secretExpiresOn: inDays(31) });
    const runs: number[] = [];
    for (let day = 31; day >= -2; day--) {
      for (let hour = 0; hour < 2; hour++) await announceSecretExpiries(system);
      runs.push((await announced(id)).length);
      clock.advance(DAY_MS);
    }
    expect(runs[0]).toBe(0);
    expect((await announced(id)).map(({ changes }) => (changes as { daysLeft: number }).daysLeft)).toEqual([
      30, 7, 1,
    ]);
    expect((await announced(id))[0]).toMatchObject({
      workspaceId: owner.workspaceId,
      actorKind: "system",
      cause: "secret-ends",
      targetLabel: "Practice",
    });
  });

  it("skips what is over when it is noted late, and says of a past day that it has ended", async () => {
    const late = await createPractice(ctx, { secretExpiresOn: inDays(5) });
    const past = await createPractice(ctx, { secretExpiresOn: inDays(-3) });
    await announceSecretExpiries(system);
    clock.advance(DAY_MS);
    await announceSecretExpiries(system);
    expect(await announced(late.id)).toMatchObject([{ changes: { daysLeft: 5 } }]);
    expect(await announced(past.id)).toMatchObject([{ cause: "secret-ended" }]);
  });

  it("comes anew for another day, and not for a secret that is only kept", async () => {
    const { id } = await createPractice(ctx, { secretExpiresOn: inDays(20) });
    await announceSecretExpiries(system);
    await updateSecretExpiry(ctx, { id, expiresOn: inDays(10) });
    await announceSecretExpiries(system);
    expect(await announced(id)).toHaveLength(2);
    await database.db.integrationSecret.updateMany({
      where: { integrationId: id },
      data: { state: "previous", expiryAnnouncedAt: null },
    });
    await announceSecretExpiries(system);
    expect(await announced(id)).toHaveLength(2);
  });

  it("is written once by any number of processes, for all workspaces", async () => {
    const strangers = await createOwner(database.db);
    const elsewhere = providerContext(database.db, strangers, provider, { fetch, now: clock.now });
    const names = ["One", "Two", "Three", "Four"];
    const made = [
      ...(await Promise.all(names.map((name) => createPractice(ctx, { name, secretExpiresOn: inDays(25) })))),
      await createPractice(elsewhere, { secretExpiresOn: inDays(25) }),
    ];
    await Promise.all(Array.from({ length: 6 }, () => announceSecretExpiries(system)));
    const counts = await Promise.all(made.map(async ({ id }) => (await announced(id)).length));
    expect(counts).toEqual([1, 1, 1, 1, 1]);
    expect((await announced(made[4]?.id ?? ""))[0]?.workspaceId).toBe(strangers.workspaceId);
  });

  it("is the system's alone", async () => {
    await expect(announceSecretExpiries(ctx)).rejects.toMatchObject({ code: "internal" });
    expect((await getIntegration(ctx, await createPractice(ctx))).clientSecret.expiresOn).toBeNull();
  });
});
