import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { completeRevocation } from "#lib/connections/complete-revocation.ts";
import { createConnection } from "#lib/connections/create-connection.ts";
import { disconnectConnection } from "#lib/connections/disconnect-connection.ts";
import { refreshConnection } from "#lib/connections/refresh-connection.ts";
import { verifyConnection } from "#lib/connections/verify-connection.ts";
import type { Context } from "#lib/context/context.ts";
import type { Actor, MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createCertificate } from "#lib/testing/certificates.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";
import type { Integration } from "./contract.ts";
import { createIntegration } from "./create-integration.ts";
import { updateIntegration } from "./update-integration.ts";
import { verifyIntegration } from "./verify-integration.ts";

const database = useDatabase();
const authority = createCertificate("Our Authority");
const stored = authority.cert.trim();
let owner: MemberActor;
let admin: MemberActor;
let member: MemberActor;
/** Each call by its path, with the authorities that it trusts beside the public ones. */
let calls: { path: string; trusted: string }[] = [];

/** A GitLab behind a certificate of a private authority: whoever does not trust it never gets through. */
async function gitlab(input: string | URL, init: RequestInit & { caCertificates?: string } = {}) {
  const { pathname: path } = new URL(input);
  calls.push({ path, trusted: init.caCertificates ?? "" });
  if (path === "/api/v4/user") return jsonAnswer(200, { id: 7, username: "ada", name: "Ada" });
  if (path !== "/oauth/token") return jsonAnswer(200, {});
  const body = new URLSearchParams(String(init.body));
  if (body.get("client_secret") !== "the-secret-1") return jsonAnswer(401, { error: "invalid_client" });
  if (body.get("grant_type") !== "refresh_token") return jsonAnswer(400, { error: "invalid_grant" });
  const grant = { access_token: "access-2", refresh_token: "refresh-2", expires_in: 7_200 };
  return jsonAnswer(200, { ...grant, token_type: "Bearer", scope: "read_user" });
}

const as = (actor: Actor): Context => testContext({ db: database.db, actor, fetch: gitlab });

beforeAll(async () => {
  owner = await createOwner(database.db);
  admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
  member = await createMember(database.db, { workspaceId: owner.workspaceId });
});
beforeEach(() => {
  calls = [];
});

function create(callback: "keyed" | "shared" = "keyed"): Promise<Integration> {
  return createIntegration(as(owner), {
    ...{ name: "GitLab", offeringId: "gitlab-self-managed", clientId: "client-1", callback },
    clientSecret: new Secret("the-secret-1"),
    ...{ variables: { host: "git.inside.example" }, scopes: ["read_user"] },
  });
}

const connect = (integration: Integration) =>
  createConnection(as(owner), {
    integration: integration.id,
    input: {
      accessToken: new Secret("access-1"),
      refreshToken: new Secret("refresh-1"),
      expiresIn: 7_200,
    },
  });

describe("P-15: an integration's own certificate authorities", () => {
  it("P-15: are trusted in the check, the account look-up, the refresh and the revocation, and nowhere else", async () => {
    const [integration, other] = [await create(), await create()];
    calls = [];
    const saved = await updateIntegration(as(admin), { id: integration.id, caCertificates: authority.cert });
    expect(saved).toMatchObject({ caCertificates: stored, status: "configured" });
    await verifyIntegration(as(admin), { id: integration.id });
    const { id } = await connect(integration);
    await refreshConnection(as(owner), { id });
    await verifyConnection(as(owner), { id });
    await disconnectConnection(as(owner), { id });
    const revocation = await database.db.revocation.findFirst({ where: { connectionId: id } });
    if (revocation?.status === "pending")
      await completeRevocation(as({ kind: "system", name: "revocation", workspaceId: owner.workspaceId }), {
        revocationId: revocation.id,
      });
    const paths = new Set(calls.map(({ path }) => path));
    expect([...paths].sort()).toEqual(["/api/v4/user", "/oauth/revoke", "/oauth/token"]);
    expect(new Set(calls.map(({ trusted }) => trusted))).toEqual(new Set([stored]));
    calls = [];
    await connect(other);
    expect(calls.map(({ trusted }) => trusted)).toEqual([""]);
  });

  it("P-15: leave connections as they are, and stand in the trail by name", async () => {
    const integration = await create();
    const { id } = await connect(integration);
    await updateIntegration(as(admin), { id: integration.id, caCertificates: authority.cert });
    await updateIntegration(as(admin), { id: integration.id, caCertificates: "" });
    expect(await database.db.connection.findUnique({ where: { id } })).toMatchObject({ status: "active" });
    const events = await database.db.auditEvent.findMany({
      where: { targetId: integration.id, action: "integration.update" },
      orderBy: { sequence: "asc" },
    });
    const named = [expect.stringMatching(/^CN=Our Authority, until .*, SHA-256 [0-9A-F:]{95}$/)];
    expect(events.map(({ changes }) => changes)).toMatchObject([
      { caCertificates: { before: [], after: named } },
      { caCertificates: { before: named, after: [] } },
    ]);
    expect(JSON.stringify(events.map(({ changes }) => changes))).not.toContain("BEGIN CERTIFICATE");
  });

  it("P-15: change nothing when they are refused", async () => {
    const integration = await create();
    const leaf = createCertificate("api.test", { issuer: authority }).cert;
    calls = [];
    await expect(
      updateIntegration(as(admin), { id: integration.id, caCertificates: leaf }),
    ).rejects.toMatchObject({ code: "invalid-input", errors: [{ pointer: "/caCertificates" }] });
    const row = await database.db.integration.findUniqueOrThrow({ where: { id: integration.id } });
    expect([row.caCertificates, calls]).toEqual(["", []]);
  });

  it("P-15, D-06: are for admins, and on the shared callback address for platform admins", async () => {
    const [keyed, shared] = [await create(), await create("shared")];
    const enter = (actor: Actor, { id }: Integration) =>
      updateIntegration(as(actor), { id, caCertificates: authority.cert });
    await expect(enter(member, keyed)).rejects.toMatchObject({ code: "forbidden" });
    await expect(enter(admin, shared)).rejects.toMatchObject({
      code: "forbidden",
      errors: [{ pointer: "/caCertificates" }],
    });
    expect(await enter(owner, shared)).toMatchObject({ caCertificates: stored });
    expect(await updateIntegration(as(admin), { id: shared.id, name: "Renamed" })).toMatchObject({
      name: "Renamed",
    });
  });
});
