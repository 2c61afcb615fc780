import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { beginFlow, comeBack, connectAs } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, createSession } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { getFlow } from "./get-flow.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;

const context = (actor = owner) => providerContext(database.db, actor, provider);

/** How many code exchanges the provider has seen. */
async function exchanges(): Promise<number> {
  return (await provider.stats()).tokenRequests.byGrantType.authorization_code ?? 0;
}

beforeAll(async () => {
  provider = await startTestProvider({ rotation: "strict" });
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Flows" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await provider.resetDrills();
  await database.db.connection.deleteMany();
});

describe("a flow that comes back as it should", () => {
  it("stores a connection of the account that signed in", async () => {
    const end = await connectAs(context(), integration);
    expect(end).toMatchObject({ failure: null, connectionId: expect.stringMatching(/^conn-/) });
    const flow = await getFlow(context(), { handle: end.flowId ?? "" });
    expect(flow).toMatchObject({
      status: "succeeded",
      connectionId: end.connectionId,
      missingScopes: [],
      failure: null,
    });
    const row = await database.db.connection.findUniqueOrThrow({ where: { id: end.connectionId ?? "" } });
    expect(row).toMatchObject({
      accountLabel: "Ada Marlow",
      ownerId: owner.userId,
      isShared: false,
      hasRefreshToken: true,
      status: "active",
    });
  });
});

describe("F-01: a flow is finished only by the person, session and browser that began it", () => {
  const elsewhere: [string, () => Promise<ReturnType<typeof context>>][] = [
    [
      "another member",
      async () => context(await createMember(database.db, { workspaceId: owner.workspaceId })),
    ],
    ["nobody", async () => ({ ...context(), actor: { kind: "anonymous" } })],
    [
      "the same person in a later session",
      async () => {
        const sessionId = await createSession(database.db, owner);
        return context({ ...owner, sessionId });
      },
    ],
  ];

  it.each(elsewhere)("refuses %s without asking the provider, and burns the flow", async (_, arrive) => {
    const { flowId, authorizationUrl, cookie } = await beginFlow(context(), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    const ctx = await arrive();
    const end = await comeBack(ctx, landed, cookie);
    expect(end.failure).toMatch(/mismatch|sign-in-required/);
    expect(await exchanges()).toBe(0);
    expect(await database.db.connection.count()).toBe(0);
    const again = await comeBack(context(), landed, cookie);
    expect(again).toMatchObject({ flowId, failure: "state-mismatch" });
    expect(await exchanges()).toBe(0);
    const audited = await database.db.auditEvent.findFirstOrThrow({
      where: { outcome: "denied", changes: { path: ["flowId"], equals: flowId } },
    });
    expect(audited).toMatchObject({ changes: { startedBy: owner.userId } });
  });

  it("Z-15: is used up by somebody of another workspace too, who learns nothing", async () => {
    const stranger = await createOwner(database.db);
    const { authorizationUrl, cookie } = await beginFlow(context(), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    const end = await comeBack(context(stranger), landed, cookie);
    expect(end).toEqual({ flowId: null, failure: "user-mismatch", cookieName: null });
    expect(await comeBack(context(), landed, cookie)).toMatchObject({ failure: "state-mismatch" });
    const where = { action: "flow.user_mismatch", actorId: stranger.userId };
    expect(await database.db.auditEvent.findFirst({ where })).toMatchObject({
      workspaceId: owner.workspaceId,
    });
  });

  it("names both people in the audit trail and shows the flow to the stranger by no word", async () => {
    const stranger = await createMember(database.db, { workspaceId: owner.workspaceId });
    const { flowId, authorizationUrl, cookie } = await beginFlow(context(), integration);
    const end = await comeBack(context(stranger), await authorizeAs(authorizationUrl, "ada"), cookie);
    expect(end).toEqual({ flowId: null, failure: "user-mismatch", cookieName: null });
    await expect(getFlow(context(stranger), { handle: flowId })).rejects.toMatchObject({ code: "not-found" });
    const audited = await database.db.auditEvent.findFirstOrThrow({
      where: { action: "flow.user_mismatch", actorId: stranger.userId },
    });
    expect(audited.changes).toMatchObject({ startedBy: owner.userId, cameBackAs: stranger.userId });
  });
});

describe("F-02: the state", () => {
  it("counts for nothing when it is missing, empty, doubled, unknown or without its cookie", async () => {
    const { authorizationUrl, cookie } = await beginFlow(context(), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    const state = landed.searchParams.get("state") ?? "";
    const tampered = [
      (url: URL) => url.searchParams.delete("state"),
      (url: URL) => url.searchParams.set("state", ""),
      (url: URL) => url.searchParams.append("state", state),
      (url: URL) =>
        url.searchParams.set(
          "state",
          state.replace(/^./, (first) => (first === "A" ? "B" : "A")),
        ),
      (url: URL) => url.searchParams.set("state", `${state}x`),
    ];
    for (const tamper of tampered) {
      const url = new URL(landed);
      tamper(url);
      expect(await comeBack(context(), url, cookie)).toEqual({
        flowId: null,
        failure: "state-mismatch",
        cookieName: null,
      });
    }
    expect(await comeBack(context(), landed, null)).toMatchObject({ failure: "state-mismatch" });
    expect(await exchanges()).toBe(0);
  });

  it("does not open another flow's cookie", async () => {
    const [first, second] = [
      await beginFlow(context(), integration),
      await beginFlow(context(), integration),
    ];
    const landed = await authorizeAs(first.authorizationUrl, "ada");
    const crossed = { ...first.cookie, value: second.cookie.value };
    expect(await comeBack(context(), landed, crossed)).toMatchObject({ failure: "state-mismatch" });
    expect(await exchanges()).toBe(0);
  });

  it("expires after ten minutes, and the person is told so", async () => {
    const { flowId, authorizationUrl, cookie } = await beginFlow(context(), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    await database.db
      .$executeRaw`UPDATE "AuthorizationFlow" SET "expiresAt" = clock_timestamp() - interval '1 second' WHERE "id" = ${flowId}`;
    expect(await comeBack(context(), landed, cookie)).toMatchObject({
      flowId,
      failure: "authorization-expired",
    });
    expect(await exchanges()).toBe(0);
    expect(await getFlow(context(), { handle: flowId })).toMatchObject({
      status: "expired",
      failure: { code: "authorization-expired" },
    });
  });

  it("is used up once: of 50 callbacks at the same time one asks the provider and stores a connection", async () => {
    const { flowId, authorizationUrl, cookie } = await beginFlow(context(), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    const ends = await Promise.all(Array.from({ length: 50 }, () => comeBack(context(), landed, cookie)));
    expect(ends.filter(({ failure }) => failure === null)).toHaveLength(1);
    expect(ends.filter(({ failure }) => failure === "state-mismatch")).toHaveLength(49);
    expect(await exchanges()).toBe(1);
    expect(await database.db.connection.count()).toBe(1);
    expect(await getFlow(context(), { handle: flowId })).toMatchObject({ status: "succeeded" });
  });
});

describe("F-04: an answer of another provider or at another address", () => {
  it("is not exchanged when it comes to another path than the one that was sent", async () => {
    for (const path of ["/oauth2/callback", `/oauth/callback/${"a".repeat(24)}`]) {
      const { authorizationUrl, cookie } = await beginFlow(context(), integration);
      const landed = await authorizeAs(authorizationUrl, "ada");
      expect(await comeBack(context(), landed, cookie, path)).toMatchObject({ failure: "state-mismatch" });
    }
    expect(await exchanges()).toBe(0);
  });

  it("is not exchanged when `iss` is missing, doubled or another one than the provider's", async () => {
    const tampered = [
      (url: URL) => url.searchParams.delete("iss"),
      (url: URL) => url.searchParams.append("iss", provider.origin),
      (url: URL) => url.searchParams.set("iss", "https://attacker.example"),
      (url: URL) => url.searchParams.set("iss", `${provider.origin}/`),
    ];
    for (const tamper of tampered) {
      const { authorizationUrl, cookie } = await beginFlow(context(), integration);
      const landed = await authorizeAs(authorizationUrl, "ada");
      tamper(landed);
      expect(await comeBack(context(), landed, cookie)).toMatchObject({ failure: "state-mismatch" });
    }
    expect(await exchanges()).toBe(0);
  });

  it("does not exchange the code of one flow with the state of another", async () => {
    const [first, second] = [
      await beginFlow(context(), integration),
      await beginFlow(context(), integration),
    ];
    const landed = await authorizeAs(first.authorizationUrl, "ada");
    landed.searchParams.set("state", second.authorizationUrl.searchParams.get("state") ?? "");
    expect(await comeBack(context(), landed, second.cookie)).toMatchObject({ failure: "provider-rejected" });
    expect(await database.db.connection.count()).toBe(0);
  });
});

it("F-08: two flows in two tabs both succeed, and a reload shows the result without a second exchange", async () => {
  const [first, second] = [await beginFlow(context(), integration), await beginFlow(context(), integration)];
  const landed = [
    await authorizeAs(first.authorizationUrl, "ada"),
    await authorizeAs(second.authorizationUrl, "grace"),
  ] as const;
  expect(await comeBack(context(), landed[1], second.cookie)).toMatchObject({ failure: null });
  expect(await comeBack(context(), landed[0], first.cookie)).toMatchObject({ failure: null });
  expect(await comeBack(context(), landed[0], first.cookie)).toMatchObject({ flowId: first.flowId });
  expect(await exchanges()).toBe(2);
  expect(await getFlow(context(), { handle: first.handle })).toMatchObject({ status: "succeeded" });
});

describe("F-11: a provider that reports an error", () => {
  it("closes the flow of a reconnect and leaves the tokens of before alone", async () => {
    const { connectionId } = await connectAs(context(), integration);
    const before = await database.db.connectionTokens.findUniqueOrThrow({
      where: { connectionId: connectionId ?? "" },
    });
    const codes = [
      ["access_denied", "authorization-denied"],
      ["login_required", "login-required"],
      ["consent_required", "consent-required"],
      ["account_selection_required", "account-selection-required"],
      ["interaction_required", "interaction-required"],
      ["temporarily_unavailable", "provider-unreachable"],
      ["something_nobody_knows", "provider-rejected"],
      ["invalid_scope", "scopes-rejected"],
    ];
    for (const [error = "", failure] of codes) {
      const { flowId, handle, authorizationUrl, cookie } = await beginFlow(context(), integration, {
        connectionId: connectionId ?? "",
      });
      const landed = new URL(
        `${provider.redirectUri}?iss=${encodeURIComponent(provider.origin)}&error=${error}`,
      );
      landed.searchParams.set("state", authorizationUrl.searchParams.get("state") ?? "");
      expect(await comeBack(context(), landed, cookie)).toMatchObject({ flowId, failure });
      expect(await getFlow(context(), { handle })).toMatchObject({
        status: "failed",
        purpose: "reconnect",
        failure: { code: failure },
      });
    }
    expect(
      await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId: connectionId ?? "" } }),
    ).toEqual(before);
  });

  it("ends a flow that was to finish silently with the provider's own reason, and works once it may show pages", async () => {
    const silent = await createPractice(context(), { name: "Silent", prompt: "none" });
    await provider.resetDrills();
    const { handle, authorizationUrl, cookie } = await beginFlow(context(), silent);
    expect(authorizationUrl.searchParams.get("prompt")).toBe("none");
    const answer = await fetch(authorizationUrl, { redirect: "manual" });
    const landed = new URL(answer.headers.get("location") ?? "");
    expect(landed.searchParams.get("error")).toBe("login_required");
    expect(await comeBack(context(), landed, cookie)).toMatchObject({ failure: "login-required" });
    expect(await getFlow(context(), { handle })).toMatchObject({
      status: "failed",
      failure: { code: "login-required" },
    });
    expect(await exchanges()).toBe(0);
    await updateIntegration(context(), { id: silent.id, prompt: "login" });
    expect(await connectAs(context(), silent)).toMatchObject({ failure: null });
  });

  it("is refused when a code comes along with the error", async () => {
    const { authorizationUrl, cookie } = await beginFlow(context(), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    landed.searchParams.set("error", "access_denied");
    expect(await comeBack(context(), landed, cookie)).toMatchObject({ failure: "state-mismatch" });
    expect(await exchanges()).toBe(0);
  });

  it("names a denial in words of our own", async () => {
    const { handle, authorizationUrl, cookie } = await beginFlow(context(), integration);
    await comeBack(context(), await authorizeAs(authorizationUrl, "ada", "deny"), cookie);
    const { failure } = await getFlow(context(), { handle });
    expect(failure).toMatchObject({ code: "authorization-denied", title: "Access was not granted" });
  });
});

describe("F-12: a reconnect that ends at another account", () => {
  it("changes nothing unless the switch was confirmed, and then keeps the connection's id", async () => {
    const { connectionId } = await connectAs(context(), integration, { person: "ada" });
    const id = connectionId ?? "";
    const refused = await connectAs(context(), integration, { person: "grace", connectionId: id });
    expect(refused.failure).toBe("another-account");
    const row = () => database.db.connection.findUniqueOrThrow({ where: { id }, include: { tokens: true } });
    expect(await row()).toMatchObject({ accountLabel: "Ada Marlow", tokens: { tokenVersion: 1 } });
    const switched = await connectAs(context(), integration, {
      person: "grace",
      connectionId: id,
      allowSwitch: true,
    });
    expect(switched).toMatchObject({ failure: null, connectionId: id });
    expect(await row()).toMatchObject({
      accountLabel: expect.stringContaining("Grace"),
      tokens: { tokenVersion: 2 },
    });
    expect(await database.db.connection.count()).toBe(1);
  });

  it("is told from the same account, which is renewed in place by a plain connect too", async () => {
    const first = await connectAs(context(), integration);
    const second = await connectAs(context(), integration);
    expect(second.connectionId).toBe(first.connectionId);
    const events = await database.db.connectionEvent.findMany({
      where: { connectionId: first.connectionId ?? "" },
      orderBy: { createdAt: "asc" },
    });
    expect(events.map(({ type }) => type)).toEqual(["granted", "reconnected"]);
  });
});

describe("F-13: an exchange that fails after the state was used up", () => {
  it.each([
    ["server-error", "provider-unreachable"],
    ["bad-gateway", "provider-unreachable"],
    ["invalid-grant", "provider-rejected"],
    ["lost-answer", "provider-unreachable"],
  ] as const)("leaves no half connection after %s, and the next click succeeds", async (answer, failure) => {
    await provider.setDrills({ next: { answer } });
    const failed = await connectAs(context(), integration);
    expect(failed).toMatchObject({ failure, connectionId: null });
    expect(await database.db.connection.count()).toBe(0);
    expect((await provider.stats()).tokenRequests.total).toBe(1);
    expect(await connectAs(context(), integration)).toMatchObject({ failure: null });
  });
});
