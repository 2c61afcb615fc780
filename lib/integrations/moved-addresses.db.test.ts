import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createConnection } from "#lib/connections/create-connection.ts";
import { disconnectConnection } from "#lib/connections/disconnect-connection.ts";
import { getAccessToken } from "#lib/connections/get-access-token.ts";
import { refreshConnection } from "#lib/connections/refresh-connection.ts";
import { startFlow } from "#lib/connections/start-flow.ts";
import { verifyConnection } from "#lib/connections/verify-connection.ts";
import type { Context } from "#lib/context/context.ts";
import type { Actor, MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { expireToken } from "#lib/testing/connections.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createMember, createOwner } from "#lib/testing/factories.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";
import type { Integration } from "./contract.ts";
import { createIntegration } from "./create-integration.ts";
import { updateIntegration } from "./update-integration.ts";
import { verifyIntegration } from "./verify-integration.ts";

const database = useDatabase();
const secrets = ["the-stored-secret-1", "access-of-before", "refresh-of-before"];
let owner: MemberActor;
let admin: MemberActor;
let member: MemberActor;
/** What was sent to which host. */
let sent: { host: string; text: string }[] = [];

/** A GitLab wherever it is asked: it knows the client and its tokens, at the old host and at the new one alike. */
async function gitlab(input: string | URL, init: RequestInit = {}): Promise<Response> {
  const url = new URL(input);
  const headers = new Headers(init.headers);
  sent.push({ host: url.host, text: `${url.href} ${[...headers].join(" ")} ${init.body}` });
  if (url.pathname === "/api/v4/user") return jsonAnswer(200, { id: 7, username: "ada", name: "Ada" });
  const isKnown = String(init.body).includes(secrets[0] ?? "");
  if (url.pathname === "/oauth/token")
    return isKnown
      ? jsonAnswer(400, { error: "invalid_grant" })
      : jsonAnswer(401, { error: "invalid_client" });
  return jsonAnswer(200, {});
}

const as = (actor: Actor): Context => testContext({ db: database.db, actor, fetch: gitlab });

beforeAll(async () => {
  owner = await createOwner(database.db);
  admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
  member = await createMember(database.db, { workspaceId: owner.workspaceId });
});
beforeEach(async () => {
  await database.db.connection.deleteMany();
  sent = [];
});

/** A proven integration at the old host, and a connection with tokens whose access token is over. */
async function connected(
  callback: "keyed" | "shared",
): Promise<{ integration: Integration; connectionId: string }> {
  const integration = await createIntegration(as(owner), {
    ...{ name: "GitLab", offeringId: "gitlab-self-managed", clientId: "client-1", callback },
    clientSecret: new Secret(secrets[0] ?? ""),
    ...{ variables: { host: "git.old.example" }, scopes: ["read_user"] },
  });
  expect(integration.status).toBe("configured");
  const input = {
    accessToken: new Secret(secrets[1] ?? ""),
    refreshToken: new Secret(secrets[2] ?? ""),
    expiresIn: 7_200,
  };
  const { id } = await createConnection(as(owner), { integration: integration.id, input });
  return { integration, connectionId: id };
}

const move = (actor: Actor, { id }: Integration) =>
  updateIntegration(as(actor), { id, variables: { host: "git.new.example" }, acknowledgedConnections: 1 });

/** Whatever could make a token or a secret travel, tried; none may throw for another reason than the move. */
async function tryEverything({
  integration,
  connectionId: id,
}: {
  integration: Integration;
  connectionId: string;
}) {
  const codes: string[] = [];
  const flow = { shared: false, allowSwitch: false, addScopes: false } as const;
  const acts: (() => Promise<unknown>)[] = [
    () => getAccessToken(as(owner), id),
    () => refreshConnection(as(owner), { id }),
    () => verifyConnection(as(owner), { id }),
    () => startFlow(as(owner), { ...flow, purpose: "connect", integration: integration.id }),
    () =>
      startFlow(as(owner), {
        ...flow,
        purpose: "reconnect" as never,
        connectionId: id,
        integration: integration.id,
      }),
    () => verifyIntegration(as(owner), { id: integration.id }),
    () => disconnectConnection(as(owner), { id }),
  ];
  for (const act of acts)
    codes.push(
      await act().then(
        () => "done",
        (error: { code?: string }) => error.code ?? String(error),
      ),
    );
  return codes;
}

describe("P-04: the addresses of an integration, moved by whoever may", () => {
  const roles: [string, () => Actor, "keyed" | "shared"][] = [
    ["a platform admin, on the shared callback", () => owner, "shared"],
    ["a platform admin, on a callback of its own", () => owner, "keyed"],
    ["an admin of the workspace", () => admin, "keyed"],
    ["an admin's API key", () => apiKeyActor(admin), "keyed"],
  ];

  it.each(roles)("P-04: %s: no old token and no secret reaches the new host", async (_, actor, callback) => {
    const world = await connected(callback);
    await expireToken(database.db, world.connectionId);
    sent = [];
    const moved = await move(actor(), world.integration);
    expect(moved).toMatchObject({
      status: "draft",
      clientSecret: { isSet: false },
      variables: { host: "git.new.example" },
    });
    const connection = await database.db.connection.findUniqueOrThrow({ where: { id: world.connectionId } });
    expect(connection).toMatchObject({ status: "suspended", statusCause: "integration_changed" });
    expect(
      await database.db.integrationSecret.count({ where: { integrationId: world.integration.id } }),
    ).toBe(0);
    const codes = await tryEverything(world);
    expect(codes.filter((code) => /internal|TypeError/.test(code))).toEqual([]);
    const reached = sent.filter(({ host }) => host === "git.new.example");
    expect(reached.filter(({ text }) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
    expect(reached).toEqual([]);
  });

  it.each(roles)(
    "P-04: %s: the trail tells the addresses of before and after, and how many connections rest",
    async (_, actor, callback) => {
      const world = await connected(callback);
      await move(actor(), world.integration);
      const event = await database.db.auditEvent.findFirstOrThrow({
        where: { targetId: world.integration.id, action: "integration.update" },
      });
      expect(event.changes).toMatchObject({
        variables: { before: { host: "git.old.example" }, after: { host: "git.new.example" } },
        suspendedConnections: 1,
      });
      expect(JSON.stringify(event)).not.toMatch(new RegExp(secrets.join("|")));
    },
  );

  it.each<[string, () => Actor, "keyed" | "shared"]>([
    ["a member", () => member, "keyed"],
    ["a member's API key", () => apiKeyActor(member), "keyed"],
    ["an admin's key that may only read", () => apiKeyActor(admin, ["integrations:read"]), "keyed"],
    ["an admin, behind the shared callback", () => admin, "shared"],
    ["an admin's key, behind the shared callback", () => apiKeyActor(admin), "shared"],
  ])("P-04: %s is refused, and nothing has changed", async (_, actor, callback) => {
    const world = await connected(callback);
    await expect(move(actor(), world.integration)).rejects.toMatchObject({ code: "forbidden" });
    const row = await database.db.integration.findUniqueOrThrow({
      where: { id: world.integration.id },
      include: { secrets: true, connections: true },
    });
    expect(row).toMatchObject({ status: "configured", variables: { host: "git.old.example" } });
    expect(row.secrets).toHaveLength(1);
    expect(row.connections).toMatchObject([{ status: "active" }]);
  });
});
