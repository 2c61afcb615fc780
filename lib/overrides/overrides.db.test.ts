import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { getIntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import { connectAs } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import {
  createApplication,
  createMember,
  createOwner,
  createRuntimeConfiguration,
  createWorkspace,
} from "#lib/testing/factories.ts";
import { answerClients, createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import type { CreateOverride } from "./contract.ts";
import { createOverride } from "./create-override.ts";
import { deleteOverride } from "./delete-override.ts";
import { getEffectiveSettings } from "./get-effective-settings.ts";
import { getOverride } from "./get-override.ts";
import { getOverrideImpact } from "./get-override-impact.ts";
import { listOverrides } from "./list-overrides.ts";
import { moveOfferingOverrides } from "./move-offering-overrides.ts";
import { moveOverrides } from "./move-overrides.ts";
import { updateOverride } from "./update-override.ts";
import { verifyOverride } from "./verify-override.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;
let integration: Integration;
let runtime: string;
let application: string;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider);
  const { workspaceId } = owner;
  runtime = await createRuntimeConfiguration(database.db, { workspaceId });
  application = await createApplication(database.db, { workspaceId });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  integration = await createPractice(ctx);
});

const make = (input: Partial<CreateOverride>, context = ctx) =>
  createOverride(context, { id: integration.id, runtimeConfiguration: runtime, settings: {}, ...input });
const ofSecond = () => ({
  settings: { clientId: provider.secondClient.clientId },
  clientSecret: provider.secondClient.clientSecret,
});
const sealedOf = async (id: string) =>
  (await database.db.override.findUniqueOrThrow({ where: { id } })).clientSecretSealed;
const open = async (pinned: { runtimeOverrideId: string | null; applicationOverrideId: string | null }) =>
  (await getIntegrationClient(ctx, integration.id, { mustBeConfigured: false, pinned })).client;

describe("a new override", () => {
  it("with a client of its own is proven alone, and settles how that client proves itself", async () => {
    const made = await make(ofSecond());
    expect(made).toMatchObject({
      status: "configured",
      scope: { kind: "runtime-configuration", id: runtime, name: "Staging" },
      settings: { clientId: provider.secondClient.clientId, clientAuthentication: "client_secret_post" },
      clientSecret: { isSet: true, last4: provider.secondClient.clientSecret.reveal().slice(-4) },
      verification: { verdict: "verified", method: "client_check" },
      callbackUrl: expect.stringMatching(new RegExp(`/oauth/callback/[a-z0-9]{32}-${runtime}$`)),
    });
    expect((await getOverride(ctx, { id: integration.slug, overrideId: made.id })).id).toBe(made.id);
    const event = await database.db.auditEvent.findFirstOrThrow({ where: { targetId: made.id } });
    expect(event).toMatchObject({ action: "override.create", targetKind: "override" });
    expect(JSON.stringify(event)).not.toContain(provider.secondClient.clientSecret.reveal());
  });

  it("D-05: comes back to an address of its own with a client of its own, as no other client does", async () => {
    expect(integration.callback).toBe("shared");
    const made = await make(ofSecond());
    const other = await make({ ...ofSecond(), runtimeConfiguration: undefined, application });
    const { integrationKey } = await database.db.integration.findUniqueOrThrow({
      where: { id: integration.id },
    });
    const keyed = `/oauth/callback/${integrationKey}`;
    const addresses = [integration.callbackUrl, keyed, made.callbackUrl, other.callbackUrl];
    expect(new Set(addresses.map((url) => new URL(url, integration.callbackUrl).pathname)).size).toBe(4);
    await deleteOverride(ctx, { id: integration.id, overrideId: other.id, connections: 0, people: 0 });
    const plain = await make({ runtimeConfiguration: undefined, application, settings: { prompt: "login" } });
    expect(plain.callbackUrl).toBe(integration.callbackUrl);
  });

  it("that replaces nothing the provider is asked about is configured at once, and asks nobody", async () => {
    const silent = { ...ctx, fetch: () => Promise.reject(new Error("nobody is to be asked")) };
    const settings = { scopes: ["profile", "offline_access", "email"], prompt: null };
    const made = await make({ settings }, silent);
    expect(made).toMatchObject({ status: "configured", verification: null, clientSecret: null, settings });
    await expect(verifyOverride(ctx, { id: integration.id, overrideId: made.id })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("stays a draft with a wrong secret, and whoever connects under it is told which override that is", async () => {
    const wrong = { ...ofSecond(), clientSecret: provider.client.clientSecret };
    const made = await make(wrong);
    expect(made).toMatchObject({ status: "draft", verification: { verdict: "rejected" } });
    const connect = connectAs(ctx, integration, { runtime });
    await expect(connect).rejects.toMatchObject({
      code: "integration-not-configured",
      detail: expect.stringContaining("“Staging”"),
      extensions: { overrideId: made.id },
    });
    expect((await connectAs(ctx, integration)).failure).toBeNull();
  });

  it("comes once for each runtime configuration and application", async () => {
    await make({ settings: { prompt: "login" } });
    await expect(make({ settings: { prompt: "consent" } })).rejects.toMatchObject({ code: "conflict" });
    await make({ runtimeConfiguration: undefined, application, settings: { prompt: "consent" } });
    expect((await listOverrides(ctx, integration)).items.map(({ scope }) => scope.kind)).toEqual([
      "runtime-configuration",
      "application",
    ]);
  });

  const refused: [string, Partial<CreateOverride>, string][] = [
    ["nothing", {}, "/settings"],
    ["no required scope", { settings: { scopes: ["profile"] } }, "/settings/scopes"],
    [
      "a variable that the offering has not",
      { settings: { variables: { x: "1" } } },
      "/settings/variables/x",
    ],
    ["both scopes at once", { application: "x", settings: { prompt: "login" } }, "/application"],
    ["neither", { runtimeConfiguration: undefined, settings: { prompt: "login" } }, "/runtimeConfiguration"],
    [
      "an unknown scope",
      { runtimeConfiguration: "x", settings: { prompt: "login" } },
      "/runtimeConfiguration",
    ],
    ["P-04: a client without its secret", { settings: { clientId: "x" } }, "/clientSecret"],
    [
      "P-04: an address that leads elsewhere without a client",
      { settings: { tokenUrl: "PROVIDER/other" } },
      "/settings/clientId",
    ],
    [
      "an address on a server that is not the offering's",
      { settings: { clientId: "x", tokenUrl: "https://elsewhere.example/token" } },
      "/settings/tokenUrl",
    ],
    ["plain http", { settings: { authorizeUrl: "http://elsewhere.example/a" } }, "/settings/authorizeUrl"],
  ];
  it.each(refused)("is refused with %s", async (_, input, pointer) => {
    const { tokenUrl } = input.settings ?? {};
    const settings = {
      ...input.settings,
      ...(tokenUrl && { tokenUrl: tokenUrl.replace("PROVIDER", provider.origin) }),
    };
    await expect(make({ ...input, settings })).rejects.toMatchObject({
      code: "invalid-input",
      errors: [{ pointer }],
    });
    expect(await database.db.override.count({ where: { integrationId: integration.id } })).toBe(0);
  });

  it("P-04: is refused with a secret that belongs to no client", async () => {
    const { clientSecret } = provider.secondClient;
    await expect(make({ settings: { prompt: "login" }, clientSecret })).rejects.toMatchObject({
      errors: [{ pointer: "/settings/clientId" }],
    });
  });

  it("D-19: is for the integration, runtime configuration and application of one's own workspace alone", async () => {
    const other = await createWorkspace(database.db);
    const stranger = await createMember(database.db, { workspaceId: other.id, role: "owner" });
    const theirs = providerContext(database.db, stranger, provider);
    const made = await make({ settings: { prompt: "login" } });
    const at = { id: integration.id, overrideId: made.id };
    for (const attempt of [
      () => make({ settings: { prompt: "login" } }, theirs),
      () => listOverrides(theirs, integration),
      () => getOverride(theirs, at),
      () => getOverrideImpact(theirs, at),
      () => updateOverride(theirs, { ...at, settings: { prompt: null } }),
      () => deleteOverride(theirs, { ...at, connections: 0, people: 0 }),
      () => verifyOverride(theirs, at),
      () => getEffectiveSettings(theirs, { id: integration.id }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not-found" });
    const foreign = await createApplication(database.db, { workspaceId: other.id });
    const across = make({
      runtimeConfiguration: undefined,
      application: foreign,
      settings: { prompt: "login" },
    });
    await expect(across).rejects.toMatchObject({ errors: [{ pointer: "/application" }] });
    const another = await createPractice(ctx);
    await expect(getOverride(ctx, { ...at, id: another.id })).rejects.toMatchObject({ code: "not-found" });
  });

  it("is not for members", async () => {
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    const theirs = providerContext(database.db, member, provider);
    await expect(make({ settings: { prompt: "login" } }, theirs)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("the secret of an override", () => {
  it("K-01: opens in its own row and version alone", async () => {
    const one = await make(ofSecond());
    const { clientId, clientSecret } = provider.thirdClient;
    const two = await make({
      runtimeConfiguration: undefined,
      application,
      settings: { clientId },
      clientSecret,
    });
    const [first, second] = [await sealedOf(one.id), await sealedOf(two.id)];
    expect(Buffer.from(first ?? []).includes(provider.secondClient.clientSecret.reveal())).toBe(false);
    await database.db.override.update({ where: { id: one.id }, data: { clientSecretSealed: second } });
    const pinned = { runtimeOverrideId: one.id, applicationOverrideId: null };
    const unreadable = { code: "unavailable", extensions: { reason: "credential-unreadable" } };
    await expect(open(pinned)).rejects.toMatchObject(unreadable);
    const data = { clientSecretSealed: first, secretVersion: { increment: 1 } };
    await database.db.override.update({ where: { id: one.id }, data });
    await expect(open(pinned)).rejects.toMatchObject(unreadable);
  });

  const change = (id: string, input: Partial<Parameters<typeof updateOverride>[1]>) =>
    updateOverride(ctx, { id: integration.id, overrideId: id, ...input });
  const wrong = () => provider.client.clientSecret as Secret<string>;

  it("stays when scopes and prompt change", async () => {
    const { id, settings } = await make(ofSecond());
    const before = await sealedOf(id);
    const saved = await change(id, { settings: { ...settings, prompt: "login" } });
    expect(saved).toMatchObject({ status: "configured", settings: { prompt: "login" } });
    expect(await sealedOf(id)).toEqual(before);
  });

  it("is never replaced by one that the provider refuses", async () => {
    const { id } = await make(ofSecond());
    await expect(change(id, { clientSecret: wrong() })).rejects.toMatchObject({
      errors: [{ pointer: "/clientSecret", detail: expect.stringContaining("stays in force") }],
    });
    expect((await getOverride(ctx, { id: integration.id, overrideId: id })).status).toBe("configured");
  });

  it("P-04: is entered again for another client and for other addresses", async () => {
    const { id } = await make(ofSecond());
    const { clientId } = provider.secondClient;
    const tokenUrl = `${provider.origin}/token?again`;
    for (const settings of [{ clientId: provider.thirdClient.clientId }, { clientId, tokenUrl }])
      await expect(change(id, { settings })).rejects.toMatchObject({
        errors: [{ pointer: "/clientSecret" }],
      });
    const { clientSecret } = provider.thirdClient;
    const saved = await change(id, { settings: { clientId: provider.thirdClient.clientId }, clientSecret });
    expect(saved).toMatchObject({ status: "configured", verification: { verdict: "verified" } });
  });

  const moves = {
    "an integration": (areAddressesMoved: boolean) =>
      moveOverrides(ctx, { integration: place(), areAddressesMoved }),
    "the deployment's offering": (areAddressesMoved: boolean) =>
      moveOfferingOverrides(providerContext(database.db, { ...owner, isPlatformAdmin: true }, provider), {
        integrationIds: [integration.id],
        areAddressesMoved,
      }),
  };
  const place = () => ({ id: integration.id, workspaceId: owner.workspaceId });

  it.each(Object.entries(moves))(
    "P-04: goes with the addresses of %s, and who set it and when",
    async (_, move) => {
      const { id } = await make(ofSecond());
      await move(false);
      expect(await sealedOf(id)).not.toBeNull();
      await move(true);
      expect(await database.db.override.findUniqueOrThrow({ where: { id } })).toMatchObject({
        ...{ status: "draft", clientSecretSealed: null, keyId: null, last4: null },
        ...{ secretSetAt: null, secretSetById: null, secretVerifiedAt: null, secretVersion: 2 },
      });
      await move(true);
      expect(await getOverride(ctx, { id: integration.id, overrideId: id })).toMatchObject({
        status: "draft",
        clientSecret: { isSet: false, setAt: null },
      });
    },
  );

  it("goes with its client", async () => {
    const { id } = await make(ofSecond());
    expect(await change(id, { settings: { prompt: "login" } })).toMatchObject({ clientSecret: null });
    expect(await sealedOf(id)).toBeNull();
  });
});

describe("proving an override", () => {
  const silent = () => answerClients(() => ({ status: 400, error: "invalid_grant" }));

  it("is inconclusive where the provider does not tell secrets apart, and then done by signing in", async () => {
    const made = await make(ofSecond(), { ...ctx, fetch: silent().fetch });
    expect(made).toMatchObject({ status: "draft", verification: { verdict: "inconclusive" } });
    const end = await connectAs(ctx, integration, { purpose: "verify", override: made.id });
    expect(end).toMatchObject({ failure: null, connectionId: null });
    expect(await getOverride(ctx, { id: integration.id, overrideId: made.id })).toMatchObject({
      status: "configured",
      verification: { verdict: "verified", method: "sign_in" },
    });
    const signIns = (await provider.stats()).recent.filter((one) => one.grantType === "authorization_code");
    expect(signIns[0]).toMatchObject({ clientId: provider.secondClient.clientId, status: 200 });
  });

  it("says nothing about the integration, and the integration nothing about it", async () => {
    const draft = await createPractice(ctx, { clientSecret: provider.secondClient.clientSecret });
    expect(draft.status).toBe("draft");
    const made = await createOverride(ctx, { id: draft.id, runtimeConfiguration: runtime, ...ofSecond() });
    expect(made.status).toBe("configured");
    expect((await connectAs(ctx, draft, { runtime })).failure).toBeNull();
    await expect(connectAs(ctx, draft)).rejects.toMatchObject({ code: "integration-not-configured" });
  });

  it("is lost to a change of the integration's client where it leans on that", async () => {
    const made = await make({ settings: { clientAuthentication: "client_secret_basic" } });
    expect(made.status).toBe("configured");
    await updateIntegration(ctx, { id: integration.id, clientAuthentication: "client_secret_basic" });
    expect((await getOverride(ctx, { id: integration.id, overrideId: made.id })).status).toBe("draft");
    const verified = await verifyOverride(ctx, { id: integration.id, overrideId: made.id });
    expect(verified.status).toBe("configured");
  });
});

it("shows the settings that count, where they come from and what they hide", async () => {
  await make({ ...ofSecond(), settings: { ...ofSecond().settings, scopes: ["profile", "offline_access"] } });
  await make({ runtimeConfiguration: undefined, application, settings: { prompt: "login" } });
  const fields = async (query: { runtime?: string; application?: string }) => {
    const { items, isProven } = await getEffectiveSettings(ctx, { id: integration.id, ...query });
    expect(isProven).toBe(true);
    return Object.fromEntries(
      items.map(({ field, value, source, hides }) => [field, { value, source, hides }]),
    );
  };
  const own = { value: provider.client.clientId, source: "integration" };
  expect((await fields({})).clientId).toEqual({ ...own, hides: [] });
  const both = await fields({ runtime, application });
  expect(both.clientId).toEqual({
    ...{ value: provider.secondClient.clientId, source: "runtime-configuration", hides: [own] },
  });
  expect(both.prompt).toEqual({
    ...{ value: "login", source: "application", hides: [{ value: null, source: "integration" }] },
  });
  expect(both.tokenUrl).toMatchObject({ value: `${provider.origin}/token`, source: "offering" });
  expect(both.callbackUrl).toMatchObject({
    source: "runtime-configuration",
    hides: [{ value: integration.callbackUrl }],
  });
  expect(both.clientSecret?.value).toBe(provider.secondClient.clientSecret.reveal().slice(-4));
  await expect(
    getEffectiveSettings(ctx, { id: integration.id, runtime: newId("request") }),
  ).rejects.toMatchObject({
    errors: [{ pointer: "/runtime" }],
  });
});
