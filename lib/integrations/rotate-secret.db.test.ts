import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createClock } from "#lib/testing/clock.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { answerClients, createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { rotateSecretInput } from "./contract.ts";
import { deleteExpiredSecrets } from "./delete-expired-secrets.ts";
import { deletePendingSecret } from "./delete-pending-secret.ts";
import { getIntegration } from "./get-integration.ts";
import { getIntegrationClient } from "./get-integration-client.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { rotateToPreviousSecret } from "./rotate-to-previous-secret.ts";
import { verifyIntegration } from "./verify-integration.ts";
import { verifyIntegrationBySignIn } from "./verify-integration-by-sign-in.ts";

const database = useDatabase();
const clock = createClock();
const HOUR_MS = 3_600_000;
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;
/** The secrets that the scripted provider of a test accepts. */
let accepted: Set<string>;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
});
afterAll(() => provider.close());

beforeEach(() => {
  accepted = new Set(["old-secret-aaaa"]);
  const { fetch } = answerClients(({ clientSecret }) =>
    accepted.has(clientSecret)
      ? { status: 400, error: "invalid_grant" }
      : { status: 401, error: "invalid_client" },
  );
  ctx = providerContext(database.db, owner, provider, { fetch, now: clock.now });
});

const old = { clientSecret: new Secret("old-secret-aaaa") };
const blind: Context["fetch"] = answerClients(() => ({ status: 400, error: "invalid_grant" })).fetch;
const enter = (id: string, text: string, keepPreviousHours = 24) => ({
  id,
  clientSecret: new Secret(text),
  keepPreviousHours,
});
const inForce = async (id: string, usePendingSecret = false) => {
  const { client } = await getIntegrationClient(ctx, id, { mustBeConfigured: true, usePendingSecret });
  return client.clientSecret?.reveal();
};

describe("rotating a client secret", () => {
  it("puts a proven one in force at once and keeps the old one for the chosen time", async () => {
    const { id } = await createPractice(ctx, old);
    accepted.add("new-secret-bbbb");
    const rotated = await rotateSecret(ctx, enter(id, "new-secret-bbbb", 2));
    expect(rotated).toMatchObject({
      status: "configured",
      clientSecret: {
        last4: "bbbb",
        verifiedAt: clock.now().toISOString(),
        pending: null,
        previous: { last4: "aaaa", keptUntil: new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString() },
      },
      verification: { verdict: "verified" },
    });
    expect(await inForce(id)).toBe("new-secret-bbbb");
  });

  it("refuses a wrong one at /clientSecret with what was observed; the old one stays in force", async () => {
    const made = await createPractice(ctx, old);
    await expect(rotateSecret(ctx, enter(made.id, "typo-secret-cccc"))).rejects.toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/clientSecret", detail: expect.stringContaining("stays in force") }],
      extensions: {
        verification: { verdict: "rejected", observed: { attempts: expect.arrayContaining([]) } },
      },
    });
    expect(await inForce(made.id)).toBe("old-secret-aaaa");
    expect(await getIntegration(ctx, made)).toEqual(made);
    expect(await database.db.integrationSecret.count({ where: { integrationId: made.id } })).toBe(1);
    const event = await database.db.auditEvent.findFirst({
      where: { targetId: made.id, action: "integration-secret.rotate" },
    });
    expect(event).toMatchObject({ outcome: "failed", cause: "client-refused" });
  });

  it("lets an inconclusive one wait while the old one stays in force, until somebody signs in with it", async () => {
    const { id } = await createPractice(ctx, old);
    const waiting = await rotateSecret({ ...ctx, fetch: blind }, enter(id, "new-secret-bbbb"));
    expect(waiting).toMatchObject({
      status: "configured",
      clientSecret: { last4: "aaaa", pending: { last4: "bbbb", verdict: "inconclusive" } },
      verification: { verdict: "verified" },
    });
    expect([await inForce(id), await inForce(id, true)]).toEqual(["old-secret-aaaa", "new-secret-bbbb"]);

    const { secretId, integration } = await getIntegrationClient(ctx, id, {
      mustBeConfigured: false,
      usePendingSecret: true,
    });
    clock.advance(60_000);
    await verifyIntegrationBySignIn(ctx, id, { secretId, configVersion: integration.configVersion });
    expect(await getIntegration(ctx, { id })).toMatchObject({
      status: "configured",
      clientSecret: { last4: "bbbb", pending: null, previous: { last4: "aaaa" } },
      verification: { verdict: "verified", method: "sign_in", cause: "signed-in" },
    });
    expect(await inForce(id)).toBe("new-secret-bbbb");
  });

  it("promotes a waiting one that a later check proves, and can be given up before", async () => {
    const { id } = await createPractice(ctx, old);
    await rotateSecret({ ...ctx, fetch: blind }, enter(id, "new-secret-bbbb", 0));
    accepted.add("new-secret-bbbb");
    expect(await verifyIntegration(ctx, { id })).toMatchObject({
      clientSecret: { last4: "bbbb", pending: null, previous: null },
    });

    await rotateSecret({ ...ctx, fetch: blind }, enter(id, "next-secret-cccc"));
    expect(await deletePendingSecret(ctx, { id })).toMatchObject({
      clientSecret: { last4: "bbbb", pending: null },
    });
    expect(await deletePendingSecret(ctx, { id })).toMatchObject({
      clientSecret: { last4: "bbbb", pending: null },
    });
    expect(
      await database.db.auditEvent.count({ where: { targetId: id, action: "integration-secret.delete" } }),
    ).toBe(1);
  });

  it("K-06: shows no more of a secret than its last four characters, and nothing of a short one", async () => {
    accepted.add("short");
    const made = await createPractice(ctx, { clientSecret: new Secret("short") });
    expect(made.clientSecret).toMatchObject({ isSet: true, last4: "" });
    const long = await createPractice(ctx, old);
    expect(long.clientSecret.last4).toBe("aaaa");
    expect(JSON.stringify([made, long])).not.toMatch(/short|old-secret/);
  });

  it("K-06: takes no mask for a secret", () => {
    for (const clientSecret of ["••••••••3f2a", "********", "[redacted]", "   ", ""]) {
      expect(rotateSecretInput.safeParse({ clientSecret }).error?.issues[0]?.path).toEqual(["clientSecret"]);
    }
  });

  it("configures a draft whose first secret was wrong", async () => {
    const { id, status } = await createPractice(ctx, { clientSecret: new Secret("typo-secret-cccc") });
    expect(status).toBe("draft");
    expect(await rotateSecret(ctx, enter(id, "old-secret-aaaa"))).toMatchObject({
      status: "configured",
      missing: [],
      clientSecret: { last4: "aaaa", previous: null },
    });
  });
});

describe("putting the previous secret back", () => {
  it("swaps the two while the provider still accepts the old one", async () => {
    const { id } = await createPractice(ctx, old);
    accepted.add("new-secret-bbbb");
    await rotateSecret(ctx, enter(id, "new-secret-bbbb"));
    const back = await rotateToPreviousSecret(ctx, { id });
    expect(back).toMatchObject({
      status: "configured",
      clientSecret: { last4: "aaaa", previous: { last4: "bbbb" } },
    });
    expect(await inForce(id)).toBe("old-secret-aaaa");
  });

  it("changes nothing when the provider has withdrawn it", async () => {
    const { id } = await createPractice(ctx, old);
    accepted = new Set(["old-secret-aaaa", "new-secret-bbbb"]);
    await rotateSecret(ctx, enter(id, "new-secret-bbbb"));
    accepted.delete("old-secret-aaaa");
    await expect(rotateToPreviousSecret(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    expect(await inForce(id)).toBe("new-secret-bbbb");
  });

  it("is over when its time is, and then the sealed text is erased by the job", async () => {
    const { id } = await createPractice(ctx, old);
    accepted.add("new-secret-bbbb");
    await rotateSecret(ctx, enter(id, "new-secret-bbbb", 2));
    clock.advance(2 * HOUR_MS);
    expect((await getIntegration(ctx, { id })).clientSecret.previous).toBeNull();
    await expect(rotateToPreviousSecret(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    await deleteExpiredSecrets(systemContext(ctx));
    const states = await database.db.integrationSecret.findMany({
      where: { integrationId: id },
      select: { state: true },
    });
    expect(states).toEqual([{ state: "active" }]);
  });
});

describe("verifying again", () => {
  it("makes a draft of an integration whose secret the provider has withdrawn, and configures it when it is back", async () => {
    const { id } = await createPractice(ctx, old);
    accepted.clear();
    clock.advance(60_000);
    expect(await verifyIntegration(ctx, { id })).toMatchObject({
      status: "draft",
      missing: [{ code: "rejected" }],
    });
    accepted.add("old-secret-aaaa");
    clock.advance(60_000);
    expect(await verifyIntegration(ctx, { id })).toMatchObject({ status: "configured", missing: [] });
    expect(await database.db.integrationVerification.count({ where: { integrationId: id } })).toBe(3);
  });

  it("leaves a proven integration alone when the provider is out of order", async () => {
    const { id } = await createPractice(ctx, old);
    clock.advance(60_000);
    const down = answerClients(() => ({ status: 503, error: "temporarily_unavailable" }));
    expect(await verifyIntegration({ ...ctx, fetch: down.fetch }, { id })).toMatchObject({
      status: "configured",
      verification: { verdict: "inconclusive", cause: "unavailable" },
    });
  });

  it("answers 409 when there is nothing to ask about", async () => {
    const { id } = await createPractice(ctx, { clientSecret: undefined });
    await expect(verifyIntegration(ctx, { id })).rejects.toMatchObject({
      code: "integration-not-configured",
    });
  });

  it("proves nothing by a sign-in with a client that was changed meanwhile", async () => {
    const { id } = await createPractice({ ...ctx, fetch: blind }, old);
    const { secretId } = await getIntegrationClient(ctx, id, { mustBeConfigured: false });
    const stale = {
      conflict: { secretId, configVersion: 2 },
      foreign: { secretId: "secret-other", configVersion: 1 },
    };
    for (const outcome of Object.values(stale)) {
      await expect(verifyIntegrationBySignIn(ctx, id, outcome)).rejects.toMatchObject({ code: "conflict" });
    }
    expect((await getIntegration(ctx, { id })).status).toBe("draft");
    await verifyIntegrationBySignIn(ctx, id, { secretId, configVersion: 1 });
    expect((await getIntegration(ctx, { id })).status).toBe("configured");
  });
});
