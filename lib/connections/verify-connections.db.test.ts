import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createGranted } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { type Answerer, jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { refreshConnection } from "./refresh-connection.ts";
import { verifyConnection } from "./verify-connection.ts";
import { verifyConnections } from "./verify-connections.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let id: string;

const context = (fetch?: Context["fetch"]) => providerContext(database.db, owner, provider, { fetch });
const connection = () =>
  database.db.connection.findUniqueOrThrow({ where: { id }, include: { tokens: true } });

/** The integration becomes one of another offering, as if it had been made for that one. */
async function becomes(offeringId: string): Promise<void> {
  await database.db.integration.update({ where: { id: integration.id }, data: { offeringId } });
}

/** Answers by the path of the request. */
const byPath = (answers: Record<string, Answerer>) =>
  scriptedFetch((request, index) => answers[request.url.pathname]?.(request, index) ?? jsonAnswer(404, {}));

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Validated" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  await becomes("sandbox");
  id = (await createGranted(context(), provider, integration)).id;
});

describe("token_validation_required: the hourly job", () => {
  it("asks about the tokens of the providers that demand it, and leaves a valid one alone", async () => {
    await becomes("twitch");
    const { fetch, requests } = byPath({ "/oauth2/validate": () => jsonAnswer(200, { login: "ada" }) });
    const system = systemContext(context(fetch));
    await expect(verifyConnections(system)).resolves.toEqual({ asked: 1, valid: 1 });
    expect(requests.map(({ url }) => url.href)).toEqual(["https://id.twitch.tv/oauth2/validate"]);
    expect(requests[0]?.headers.get("authorization")).toMatch(/^OAuth \S+$/);
    expect((await connection()).tokens?.tokenVersion).toBe(1);
  });

  it("renews a token that is over, and ends the connection when that is refused", async () => {
    await becomes("twitch");
    const over = () => jsonAnswer(401, { status: 401, message: "invalid access token" });
    const renewed = { access_token: "fresh", token_type: "bearer", expires_in: 14_000 };
    const first = byPath({ "/oauth2/validate": over, "/oauth2/token": () => jsonAnswer(200, renewed) });
    const system = (fetch: Context["fetch"]) => systemContext(context(fetch));
    await expect(verifyConnections(system(first.fetch))).resolves.toEqual({ asked: 1, valid: 1 });
    expect((await connection()).tokens?.tokenVersion).toBe(2);
    await database.db.connectionTokens.updateMany({ data: { forcedAt: null } });
    const dead = () => jsonAnswer(400, { error: "invalid_grant" });
    const second = byPath({ "/oauth2/validate": over, "/oauth2/token": dead });
    await expect(verifyConnections(system(second.fetch))).resolves.toEqual({ asked: 1, valid: 0 });
    expect((await connection()).status).toBe("needs_reauth");
  });

  it("asks nobody who does not demand it, and is for the system alone", async () => {
    const { fetch, requests } = scriptedFetch(() => jsonAnswer(200, {}));
    const system = systemContext(context(fetch));
    await expect(verifyConnections(system)).resolves.toEqual({ asked: 0, valid: 0 });
    expect(requests).toEqual([]);
    await expect(verifyConnections(context())).rejects.toMatchObject({ code: "internal" });
  });
});

describe("token_validation_required: a test of a connection", () => {
  it("validates the token before it asks whose it is", async () => {
    await becomes("twitch");
    const { fetch, requests } = byPath({
      "/oauth2/validate": () => jsonAnswer(200, {}),
      "/helix/users": () => jsonAnswer(200, { data: [{ id: "1", login: "ada" }] }),
    });
    await expect(verifyConnection(context(fetch), { id })).resolves.toMatchObject({ isWorking: true });
    expect(requests.map(({ url }) => url.pathname)).toEqual(["/oauth2/validate", "/helix/users"]);
  });
});

describe("min_token_age_for_refresh", () => {
  it("does not ask for a renewal that the provider would refuse, and says when it will be time", async () => {
    await becomes("instagram");
    const { fetch, requests } = scriptedFetch(() => jsonAnswer(200, {}));
    const refused = await refreshConnection(context(fetch), { id }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "unavailable", extensions: { reason: "token_too_young" } });
    expect(requests).toEqual([]);
    expect((await connection()).status).toBe("active");
  });

  it("renews once the token is old enough, by showing the token that is stored for that", async () => {
    await becomes("instagram");
    await database.db
      .$executeRaw`UPDATE "ConnectionTokens" SET "obtainedAt" = clock_timestamp() - interval '25 hours'`;
    const answer = { access_token: "long-2", token_type: "bearer", expires_in: 5_180_000 };
    const { fetch, requests } = scriptedFetch(() => jsonAnswer(200, answer));
    await refreshConnection(context(fetch), { id });
    expect(requests.map(({ method, url }) => [method, url.pathname])).toEqual([
      ["GET", "/refresh_access_token"],
    ]);
    expect(await connection()).toMatchObject({ hasRefreshToken: true, tokens: { tokenVersion: 2 } });
  });
});
