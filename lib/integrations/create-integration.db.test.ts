import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { answerClients, createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { getIntegrationClient } from "./get-integration-client.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider);
});
afterAll(() => provider.close());

describe("creating an integration at a real provider", () => {
  it("is configured when the provider tells the stored secret from a made-up one", async () => {
    const made = await createPractice(ctx, { name: "Right" });
    expect(made).toMatchObject({
      status: "configured",
      missing: [],
      slug: "right",
      callback: "shared",
      callbackUrl: provider.redirectUri,
      clientSecret: {
        isSet: true,
        setBy: { name: "Olive" },
        verifiedAt: expect.any(String),
        pending: null,
        previous: null,
      },
      verification: {
        verdict: "verified",
        method: "client_check",
        cause: "control-refused",
        explanation: "A made-up code was refused as a code, a made-up secret as a secret. Sent in the body.",
        by: { id: owner.userId, name: "Olive" },
      },
    });
    expect(made.verification?.observed.attempts).toEqual([
      { authentication: "client_secret_post", secret: "stored", status: 400, error: "invalid_grant" },
      { authentication: "client_secret_post", secret: "made-up", status: 401, error: "invalid_client" },
      { authentication: "client_secret_post", secret: "made-up", status: 401, error: "invalid_client" },
      { authentication: "client_secret_post", secret: "stored", status: 400, error: "invalid_grant" },
    ]);
  });

  it("stays a draft that names both possible causes when the provider refuses the secret in every way", async () => {
    const made = await createPractice(ctx, { clientSecret: new Secret("not-the-secret-0000") });
    expect(made).toMatchObject({ status: "draft", missing: [{ code: "rejected" }] });
    expect(made.verification).toMatchObject({ verdict: "rejected", cause: "client-refused" });
    expect(made.verification?.explanation).toMatch(
      /secret is wrong, or .*\/oauth\/callback is not registered there/,
    );
    const client = getIntegrationClient(ctx, made.id, { mustBeConfigured: true });
    await expect(client).rejects.toMatchObject({ code: "integration-not-configured" });
  });

  it("takes the practice client on request, without its secret ever passing the browser", async () => {
    const practice = { clientId: undefined, clientSecret: undefined, useSandboxClient: true };
    const made = await createPractice(ctx, practice);
    expect(made).toMatchObject({ status: "configured", clientId: "mooring-practice" });
    expect(JSON.stringify(made)).not.toContain(provider.client.clientSecret.reveal());
  });

  it("stays a draft that asks for what is missing, and asks the provider nothing", async () => {
    const before = (await provider.stats()).tokenRequests;
    const made = await createPractice(ctx, { clientId: undefined, clientSecret: undefined });
    expect(made.missing.map(({ code }) => code)).toEqual(["client-id", "client-secret"]);
    expect(made).toMatchObject({
      status: "draft",
      verification: null,
      clientSecret: { isSet: false, last4: null },
    });
    expect((await provider.stats()).tokenRequests).toEqual(before);
  });

  it("gives an admin of the workspace a callback address of its own, and nobody the same again", async () => {
    const admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
    const adminCtx = providerContext(database.db, admin, provider);
    const integrationKey = "a".repeat(24);
    const callbackUrl = `${provider.consoleOrigin}/oauth/callback/${integrationKey}`;
    expect(await createPractice(adminCtx, { integrationKey })).toMatchObject({
      callback: "keyed",
      callbackUrl,
    });
    const again = createPractice(adminCtx, { integrationKey });
    await expect(again).rejects.toMatchObject({ errors: [{ pointer: "/integrationKey" }] });
  });
});

describe("providers that answer otherwise", () => {
  const refused = { status: 401, error: "invalid_client" };
  const accepted = { status: 400, error: "invalid_grant" };
  const at = ({ fetch }: Pick<Context, "fetch">): Context => ({ ...ctx, fetch });

  it("takes the other way of sending the credentials when only that one works and nobody chose", async () => {
    const secret = { clientSecret: new Secret("a right + odd secret") };
    const basicOnly = at(
      answerClients(({ way, clientSecret }) =>
        way === "basic" && clientSecret === "a right + odd secret" ? accepted : refused,
      ),
    );
    const made = await createPractice(basicOnly, secret);
    expect(made).toMatchObject({
      status: "configured",
      clientAuthentication: "client_secret_basic",
      missing: [],
    });

    const chosen = await createPractice(basicOnly, { ...secret, clientAuthentication: "client_secret_post" });
    expect(chosen).toMatchObject({ status: "draft", clientAuthentication: "client_secret_post" });
    expect(chosen.verification).toMatchObject({
      verdict: "rejected",
      cause: "other-authentication",
      workingAuthentication: "client_secret_basic",
    });
  });

  it("is inconclusive, never verified, where a right and a made-up secret get the same answer", async () => {
    const made = await createPractice(at(answerClients(() => accepted)));
    expect(made).toMatchObject({
      status: "draft",
      missing: [{ code: "inconclusive", detail: expect.stringContaining("signing in") }],
      verification: { verdict: "inconclusive", cause: "same-answer" },
    });
  });

  it("is rejected where an unregistered callback URL is answered like a wrong client, with both causes named", async () => {
    const strict = answerClients(({ form }) =>
      form.get("redirect_uri") === "https://other.example/cb" ? accepted : refused,
    );
    const made = await createPractice(at(strict));
    expect(made).toMatchObject({
      status: "draft",
      verification: { verdict: "rejected", cause: "client-refused" },
    });
    expect(made.verification?.explanation).toMatch(
      /Either the client ID or the secret is wrong, or .* is not registered/,
    );
    expect(strict.requests.every(({ form }) => form.get("redirect_uri") === provider.redirectUri)).toBe(true);
  });
});

describe("two at once", () => {
  it("with one name get different slugs, and with one chosen slug exactly one of them exists", async () => {
    const [one, other] = [
      await createPractice(ctx, { name: "Twin" }),
      await createPractice(ctx, { name: "Twin" }),
    ];
    expect([one.slug, other.slug]).toEqual(["twin", "twin-2"]);
    const both = await Promise.allSettled([1, 2].map(() => createPractice(ctx, { slug: "race" })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await database.db.integration.count({ where: { slug: "race" } })).toBe(1);
  });
});

describe("what is written", () => {
  it("K-01: the sealed secret opens in its own row alone", async () => {
    const [one, other] = [await createPractice(ctx), await createPractice(ctx)];
    const open = () => getIntegrationClient(ctx, one.id, { mustBeConfigured: true });
    expect((await open()).client.clientSecret?.reveal()).toBe(provider.client.clientSecret.reveal());
    const { clientSecretSealed } = await database.db.integrationSecret.findFirstOrThrow({
      where: { integrationId: other.id },
    });
    await database.db.integrationSecret.updateMany({
      where: { integrationId: one.id },
      data: { clientSecretSealed },
    });
    await expect(open()).rejects.toMatchObject({
      code: "unavailable",
      extensions: { reason: "credential-unreadable" },
    });
  });

  it("D-22: the audit event stands beside the integration, without the secret", async () => {
    const made = await createPractice(ctx, { name: "Audited" });
    const [event] = await database.db.auditEvent.findMany({ where: { targetId: made.id } });
    expect(event).toMatchObject({ action: "integration.create", actorId: owner.userId, outcome: "success" });
    expect(event?.changes).toMatchObject({
      name: { before: null, after: "Audited" },
      hasSecret: true,
      verdict: "verified",
    });
    expect(JSON.stringify(event)).not.toContain(provider.client.clientSecret.reveal());
  });
});
