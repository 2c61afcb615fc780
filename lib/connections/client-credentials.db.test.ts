import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";
import type { CreateIntegration } from "#lib/integrations/contract.ts";
import { rotateSecret } from "#lib/integrations/rotate-secret.ts";
import { verifyIntegration } from "#lib/integrations/verify-integration.ts";
import { expireToken } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { createConnection } from "./create-connection.ts";
import { getAccessToken } from "./get-access-token.ts";
import { getConnection } from "./get-connection.ts";
import { refreshConnection } from "./refresh-connection.ts";
import { verifyConnection } from "./verify-connection.ts";

const database = useDatabase();
let provider: TestProvider;
let ctx: Context;

beforeEach(async () => {
  provider = await startTestProvider();
  ctx = providerContext(database.db, await createOwner(database.db), provider);
});
afterEach(() => provider.close());

const scopes = ["profile", "files:read"];
const createMachine = (parts: Partial<CreateIntegration> = {}) =>
  createPractice(ctx, { kind: "client_credentials", scopes, ...parts });
const connect = (integration: { id: string }, rest: object = {}) =>
  createConnection(ctx, { integration: integration.id, input: { clientCredentials: true }, ...rest });

async function grants(): Promise<number> {
  const { tokenRequests } = await provider.stats();
  return tokenRequests.byGrantType.client_credentials ?? 0;
}

describe("an integration whose client connects by itself", () => {
  it("is proven by a token for the stored secret and none for a made-up one; the token is given back", async () => {
    const integration = await createMachine();
    expect(integration).toMatchObject({
      kind: "client_credentials",
      status: "configured",
      verification: { verdict: "verified", cause: "control-refused" },
    });
    const given = { authentication: "client_secret_post", secret: "stored", status: 200, error: null };
    const refused = { ...given, secret: "made-up", status: 401, error: "invalid_client" };
    expect(integration.verification?.observed.attempts).toEqual([given, refused, refused, given]);
    expect(integration.verification?.explanation).toContain("gave this client a token");
    expect(await provider.stats()).toMatchObject({
      tokenRequests: { byGrantType: { client_credentials: 4 } },
    });
  });

  it("is a draft with a wrong secret, and verified once the right one is there", async () => {
    const draft = await createMachine({ clientSecret: new Secret("not-the-secret-at-all") });
    expect(draft).toMatchObject({
      status: "draft",
      verification: { verdict: "rejected", cause: "client-refused" },
    });
    const { clientSecret } = provider.client;
    const proven = await rotateSecret(ctx, { id: draft.id, clientSecret, keepPreviousHours: 0 });
    expect(proven).toMatchObject({ status: "configured", verification: { verdict: "verified" } });
  });

  it("takes neither the deployment's client nor one without a secret, nor words about signing in", async () => {
    const wrong: Partial<CreateIntegration>[] = [
      { clientAuthentication: "none" },
      { credentialSource: "deployment" },
      { prompt: "login" },
      { callback: "shared" },
    ];
    for (const part of wrong) {
      const error = await createMachine(part).catch((thrown: unknown) => thrown);
      expect(isAppError(error) && error.errors[0]?.pointer).toBe(`/${Object.keys(part)[0]}`);
    }
  });
});

describe("a connection of the client itself", () => {
  it("needs nobody at the provider, and calls the API", async () => {
    const integration = await createMachine();
    const connection = await connect(integration);
    expect(connection).toMatchObject({
      account: { id: `client-${provider.client.clientId}` },
      status: "active",
      scopes,
      missingScopes: [],
      hasRefreshToken: false,
      integration: { kind: "client_credentials" },
    });
    expect(connection.tokenExpiresAt).not.toBeNull();
    expect(await verifyConnection(ctx, connection)).toMatchObject({ isWorking: true });
    expect((await connect(integration)).id).toBe(connection.id);
  });

  it("D-08: mints its next token when one is due, once for any number of callers", async () => {
    const connection = await connect(await createMachine());
    const first = await getAccessToken(ctx, connection.id);
    await expireToken(database.db, connection.id);
    const before = await grants();
    const tokens = await Promise.all(Array.from({ length: 6 }, () => getAccessToken(ctx, connection.id)));
    expect(new Set(tokens.map(({ accessToken }) => accessToken.reveal())).size).toBe(1);
    expect(tokens[0]).toMatchObject({ tokenVersion: first.tokenVersion + 1 });
    expect((await grants()) - before).toBe(1);
    expect(await getConnection(ctx, connection)).toMatchObject({ status: "active", hasRefreshToken: false });
  });

  it("P-12: mints another when the provider refuses one, and on request", async () => {
    const connection = await connect(await createMachine());
    await provider.expireAccessTokens();
    expect(await verifyConnection(ctx, connection)).toMatchObject({ isWorking: true });
    await database.db.$executeRaw`UPDATE "ConnectionTokens" SET "forcedAt" = NULL`;
    const { lastRefreshedAt } = await refreshConnection(ctx, connection);
    expect(lastRefreshedAt).not.toBeNull();
  });

  it("R-02: waits while the provider is out of order, and blames the client when that is refused", async () => {
    const connection = await connect(await createMachine());
    await expireToken(database.db, connection.id);
    await provider.setDrills({ next: { answer: "server-error", count: 1 } });
    await expect(getAccessToken(ctx, connection.id)).rejects.toMatchObject({ code: "unavailable" });
    expect(await getConnection(ctx, connection)).toMatchObject({ status: "degraded" });
  });

  it("is told to sign in nowhere: other data is refused at its field", async () => {
    const integration = await createMachine();
    const input = { apiKey: new Secret("key-1") };
    const error = await createConnection(ctx, { integration: integration.id, input }).catch(
      (thrown: unknown) => thrown,
    );
    expect(isAppError(error) && error.errors[0]).toMatchObject({ pointer: "/apiKey" });
  });

  it("does not connect while the integration is a draft", async () => {
    const draft = await createMachine({ clientSecret: new Secret("not-the-secret-at-all") });
    await expect(connect(draft)).rejects.toMatchObject({ code: "integration-not-configured" });
    expect(await verifyIntegration(ctx, draft)).toMatchObject({ status: "draft" });
  });
});
