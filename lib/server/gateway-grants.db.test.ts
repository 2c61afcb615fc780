import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getApiKeyActor } from "#lib/api-keys/get-api-key-actor.ts";
import { replaceTokens } from "#lib/connections/repository-tokens.ts";
import { newId } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import { createGrants } from "#lib/gateway/grants.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, TEST_TOKEN, type TestGateway } from "#lib/testing/gateway.ts";
import { testRuntime } from "#lib/testing/requests.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

const sentTokens = () => gateway.upstream.seen.map(({ headers }) => headers.authorization);

/** Eight callers without a pause; gives what became of the calls that began after the change was written. */
async function changeUnderLoad(change: () => Promise<unknown>) {
  const after: number[] = [];
  let isChanged = false;
  const caller = async () => {
    while (after.length < 80) {
      const beganAfter = isChanged;
      const response = await gateway.call("/x");
      await response.arrayBuffer();
      if (beganAfter) after.push(response.status);
    }
  };
  for (let warm = 0; warm < 3; warm++) expect((await gateway.call("/x")).status).toBe(200);
  const callers = Array.from({ length: 8 }, caller);
  await change();
  isChanged = true;
  await Promise.all(callers);
  return [...new Set(after)];
}

describe("Z-03, M17: while calls run, the next one is refused once", () => {
  it("the key is revoked", async () => {
    const change = () => database.db.apiKey.updateMany({ data: { revokedAt: new Date() } });
    expect(await changeUnderLoad(change)).toEqual([401]);
  });

  it("the key has expired", async () => {
    const change = () => database.db.apiKey.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await changeUnderLoad(change)).toEqual([401]);
  });

  it("the key has lost its scope", async () => {
    const change = () => database.db.apiKey.updateMany({ data: { scopes: ["connections:read"] } });
    expect(await changeUnderLoad(change)).toEqual([403]);
  });

  it("its member is removed", async () => {
    const where = { userId: gateway.owner.userId };
    expect(await changeUnderLoad(() => database.db.membership.deleteMany({ where }))).toEqual([401]);
  });

  it("its member is disabled", async () => {
    const where = { id: gateway.owner.userId };
    const change = () => database.db.user.update({ where, data: { disabledAt: new Date() } });
    expect(await changeUnderLoad(change)).toEqual([401]);
  });

  it("the integration is switched off", async () => {
    const where = { id: gateway.integration.id };
    const change = () => database.db.integration.update({ where, data: { disabledAt: new Date() } });
    expect(await changeUnderLoad(change)).toEqual([409]);
  });

  it("the connection is disconnected", async () => {
    const where = { id: gateway.connectionId };
    expect(await changeUnderLoad(() => database.db.connection.delete({ where }))).toEqual([409]);
  });

  it("the connection is suspended", async () => {
    const where = { id: gateway.connectionId };
    const change = () => database.db.connection.update({ where, data: { status: "suspended" } });
    expect(await changeUnderLoad(change)).toEqual([409]);
  });
});

describe("the token of a call", () => {
  const renew = async (connectionId: string, seenVersion: number, text: string) => {
    const { workspaceId } = gateway.owner;
    const obtainedAt = new Date();
    const pair = { accessToken: new Secret(text), refreshToken: null, tokenType: "Bearer", obtainedAt };
    const ctx = testContext({ db: database.db });
    const place = { connectionId, workspaceId };
    expect(await replaceTokens(ctx, place, seenVersion, { ...pair, expiresAt: null })).toBe(true);
  };

  it("is the newest version's from the next call on", async () => {
    await gateway.call("/x");
    await renew(gateway.connectionId, 1, "second");
    await gateway.call("/x");
    await renew(gateway.connectionId, 2, "third");
    await gateway.call("/x");
    expect(sentTokens()).toEqual([`Bearer ${TEST_TOKEN}`, "Bearer second", "Bearer third"]);
  });

  it("is never another connection's, however many callers mix", async () => {
    const { workspaceId } = gateway.owner;
    const callers = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const member = await createMember(database.db, { workspaceId });
        const connectionId = await gateway.createConnection(member);
        await renew(connectionId, 1, `token-of-${index}`);
        return { index, authorization: `Bearer ${await gateway.createKey(member)}` };
      }),
    );
    const mixed = Array.from({ length: 10 }, () => callers).flat();
    await Promise.all(
      mixed.map(({ index, authorization }) => gateway.call(`/${index}`, { headers: { authorization } })),
    );
    const wrong = gateway.upstream.seen.filter(
      ({ target, headers }) => headers.authorization !== `Bearer token-of-${target.slice("/v1/".length)}`,
    );
    expect([gateway.upstream.seen.length, wrong]).toEqual([60, []]);
  });
});

it("calls with the deployment's client where the integration uses that one", async () => {
  const { id: oauthCredentialId, clientId } = await database.db.oAuthCredential.create({
    data: {
      ...{ id: newId("oauthCredential"), domain: "twitch", clientId: "the-deployments", scopes: [] },
      ...{
        clientSecretSealed: Buffer.from("x"),
        keyId: "none",
        last4: "",
        createdById: gateway.owner.userId,
      },
      authorizeUrl: "https://id.twitch.tv/oauth2/authorize",
      tokenUrl: "https://id.twitch.tv/oauth2/token",
    },
  });
  await database.db.integration.update({
    where: { id: gateway.integration.id },
    data: { offeringId: "twitch", credentialSource: "deployment", oauthCredentialId, clientId: "" },
  });
  expect((await gateway.call("/x")).status).toBe(200);
  expect(gateway.upstream.seen[0]?.headers).toMatchObject({ "client-id": clientId });
});

it("holds no database connection while a provider is slow", async () => {
  const held: (() => void)[] = [];
  gateway.upstream.answer((_req, res) => held.push(() => res.writeHead(200).end()));
  const calls = Array.from({ length: 40 }, () => gateway.call("/slow"));
  await expect.poll(() => held.length, { timeout: 20_000 }).toBe(40);
  expect(await database.db.apiKey.count()).toBeGreaterThan(0);
  for (const release of held) release();
  expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]));
});

it("notes when the key was last used", async () => {
  await gateway.call("/x");
  await gateway.settle();
  const keys = await database.db.apiKey.findMany({ where: { createdById: gateway.owner.userId } });
  expect(keys.map(({ lastUsedAt }) => lastUsedAt instanceof Date)).toEqual([true]);
});

it("S-06: the gateway's answers carry the security headers, the provider's and its own", async () => {
  for (const response of [await gateway.call("/x"), await gateway.call("/x/../y%2e%2e/%2e%2e")]) {
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "permissions-policy": expect.stringContaining("camera=()"),
      "cross-origin-opener-policy": "same-origin-allow-popups",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-frame-options": "DENY",
      "cache-control": "private, no-store",
      "x-request-id": response.headers.get("mooring-request-id"),
    });
  }
});

it("the one look-up names the caller as the verbs do, one by one", async () => {
  const { key, integration, upstream } = gateway;
  const runtime = testRuntime(database);
  const settings = { ...runtime.settings, sandboxOrigin: upstream.origin };
  const findGrant = createGrants({ query: database.query, runtime: { ...runtime, settings } });
  const grant = await findGrant({ key, integration: integration.slug, connectionId: null });
  const actor = await getApiKeyActor(runtime, key);
  expect(actor?.applicationId).toMatch(/^app-/);
  expect(actor?.runtimeConfigurationId).toMatch(/^runtime-/);
  expect(grant?.actor).toEqual(actor);
});
