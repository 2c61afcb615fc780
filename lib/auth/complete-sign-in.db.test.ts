import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createInvitation } from "#lib/invitations/create-invitation.ts";
import { listIdentities } from "#lib/sign-in-methods/identities.ts";
import { startLink, startProof, startSignIn } from "#lib/sign-in-methods/start-sign-in.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, createSession, secretOfSession } from "#lib/testing/factories.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { createPracticeMethod, landAs, signInAs, signInContext } from "#lib/testing/sign-in.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { findLiveSession, hashPassword } from "./repository.ts";
import { startOwnLink } from "./start-own-link.ts";

const database = useDatabase();
const adaAddress = "ada@sandbox.test";

let provider: TestProvider;
let owner: MemberActor;
let admin: Context;
let nobody: Context;

beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());

beforeEach(async () => {
  await database.db.signInMethod.deleteMany();
  await database.db.invitation.deleteMany();
  await database.db.user.deleteMany({ where: { email: { endsWith: "@sandbox.test" } } });
  owner = await createOwner(database.db);
  admin = signInContext(database.db, provider, { actor: owner });
  nobody = signInContext(database.db, provider);
});

/** A member with Ada's address, which mail has reached unless told otherwise. */
async function createAda({ isProven = true, isDisabled = false } = {}): Promise<MemberActor> {
  const member = await createMember(database.db, { workspaceId: owner.workspaceId });
  const at = new Date();
  await database.db.user.update({
    where: { id: member.userId },
    data: {
      email: adaAddress,
      emailVerifiedAt: isProven ? at : null,
      disabledAt: isDisabled ? at : null,
    },
  });
  return { ...member, email: adaAddress };
}

const link = (member: MemberActor, methodId: string) =>
  database.db.signInIdentity.create({
    data: { id: `identity-${member.userId}`, methodId, userId: member.userId, subject: "person-ada" },
  });

const counts = async () => ({
  users: await database.db.user.count(),
  identities: await database.db.signInIdentity.count(),
  sessions: await database.db.session.count({ where: { revokedAt: null } }),
});

describe("somebody who has linked an account elsewhere", () => {
  it("S-02: gets a session of their own, which ends the one that the browser had; the trail names the way", async () => {
    const ada = await createAda({ isProven: false });
    const method = await createPracticeMethod(admin, provider);
    await link(ada, method.id);
    const landed = await landAs(await startSignIn(nobody, { method: "practice", returnTo: "/apis" }), "ada");
    const end = await completeSignIn(nobody, { ...landed, previousSessionId: ada.sessionId });
    expect(end).toMatchObject({ failure: null, returnPath: "/apis", purpose: "sign_in" });
    expect(await findLiveSession(nobody, end.sessionSecret ?? "", new Date())).toMatchObject({
      userId: ada.userId,
      workspaceId: owner.workspaceId,
    });
    expect(await findLiveSession(nobody, secretOfSession(ada.sessionId), new Date())).toBeNull();
    const event = await database.db.auditEvent.findFirst({
      where: { action: "session.create", actorId: ada.userId },
    });
    expect(event).toMatchObject({ outcome: "success", changes: { method: { after: "practice" } } });
  });

  it("is refused while the account is disabled, as by password, and the trail says so", async () => {
    const ada = await createAda({ isDisabled: true });
    await link(ada, (await createPracticeMethod(admin, provider)).id);
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "no-account", sessionSecret: null });
    const event = await database.db.auditEvent.findFirst({
      where: { action: "session.create", targetId: ada.userId },
    });
    expect(event).toMatchObject({ outcome: "denied", cause: "account-unusable", actorKind: "anonymous" });
  });

  it("is refused without a workspace", async () => {
    const ada = await createAda();
    await link(ada, (await createPracticeMethod(admin, provider)).id);
    await database.db.membership.deleteMany({ where: { userId: ada.userId } });
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "no-account", sessionSecret: null });
  });

  it("is refused when the address is of no allowed domain", async () => {
    const ada = await createAda();
    const method = await createPracticeMethod(admin, provider, { allowedDomains: ["example.com"] });
    await link(ada, method.id);
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "domain", sessionSecret: null });
  });
});

describe("somebody whom the method does not know", () => {
  it("gets the account with their address when mail has reached it, and is linked from then on", async () => {
    const ada = await createAda();
    await createPracticeMethod(admin, provider);
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: null });
    expect(await database.db.signInIdentity.findMany()).toMatchObject([
      { userId: ada.userId, subject: "person-ada", email: adaAddress },
    ]);
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: null });
    expect(await database.db.signInIdentity.count()).toBe(1);
  });

  it("Z-12: never gets an account whose address was only typed, such as one made from a copied invitation", async () => {
    const ada = await createAda({ isProven: false });
    await createPracticeMethod(admin, provider);
    const before = await counts();
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "link-first", sessionSecret: null });
    expect(await counts()).toEqual(before);
    const event = await database.db.auditEvent.findFirst({
      where: { action: "session.create", targetId: ada.userId },
    });
    expect(event).toMatchObject({ outcome: "denied", cause: "address-unproven" });
  });

  it("gets by an address alone no account that has a second factor", async () => {
    const { userId } = await createAda();
    const sealed = { secretSealed: Buffer.from("sealed"), keyId: "key", confirmedAt: new Date() };
    await database.db.secondFactor.create({ data: { userId, ...sealed } });
    await createPracticeMethod(admin, provider);
    const before = await counts();
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "link-first", sessionSecret: null });
    expect(await counts()).toEqual(before);
    const event = await database.db.auditEvent.findFirst({
      where: { action: "session.create", targetId: userId },
    });
    expect(event).toMatchObject({ outcome: "denied", cause: "second-factor" });
  });

  it("joins no workspace that nobody owns any more, since it was deleted", async () => {
    await createPracticeMethod(admin, provider, { allowedDomains: ["sandbox.test"], joinRole: "member" });
    await database.db.membership.deleteMany({ where: { workspaceId: owner.workspaceId } });
    const before = await counts();
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "expired", sessionSecret: null });
    expect(await counts()).toEqual(before);
  });

  it("is told that there is no account, and none is made", async () => {
    await createPracticeMethod(admin, provider, { allowedDomains: ["sandbox.test"] });
    const before = await counts();
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "no-account", sessionSecret: null });
    expect(await counts()).toEqual(before);
  });

  it("Z-12: joins with the role of an open invitation for the address, which is used up", async () => {
    await createPracticeMethod(admin, provider);
    const { id } = await createInvitation(admin, { email: adaAddress, role: "admin" });
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: null });
    const user = await database.db.user.findUniqueOrThrow({
      where: { email: adaAddress },
      include: { memberships: true },
    });
    expect(user).toMatchObject({ name: "Ada Marlow", passwordHash: null, emailVerifiedAt: expect.any(Date) });
    expect(user.memberships).toMatchObject([{ workspaceId: owner.workspaceId, role: "admin" }]);
    expect(await database.db.invitation.findUnique({ where: { id } })).toMatchObject({
      acceptedAt: expect.any(Date),
    });
  });

  it.each([
    ["withdrawn", { revokedAt: new Date() }],
    ["too old", { expiresAt: new Date(0) }],
    ["for another address", { email: "grace@sandbox.test" }],
  ])("Z-12: joins by no invitation that is %s", async (_, data) => {
    await createPracticeMethod(admin, provider);
    const { id } = await createInvitation(admin, { email: adaAddress, role: "member" });
    await database.db.invitation.update({ where: { id }, data });
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "no-account" });
  });

  it("joins where the method says so, in the role that it says", async () => {
    await createPracticeMethod(admin, provider, { allowedDomains: ["sandbox.test"], joinRole: "member" });
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: null });
    const where = { user: { email: adaAddress } };
    expect(await database.db.membership.findMany({ where })).toMatchObject([
      { workspaceId: owner.workspaceId, role: "member" },
    ]);
    const event = await database.db.auditEvent.findFirst({ where: { action: "member.create" } });
    expect(event).toMatchObject({ workspaceId: owner.workspaceId, outcome: "success" });
  });

  it("Z-03: who was removed comes back by an invitation alone, whatever the method says", async () => {
    await createPracticeMethod(admin, provider, { allowedDomains: ["sandbox.test"], joinRole: "member" });
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: null });
    await database.db.membership.deleteMany({ where: { user: { email: adaAddress } } });
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: "no-account", sessionSecret: null });
    await createInvitation(admin, { email: adaAddress, role: "member" });
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: null });
  });

  it("becomes one account when they come twice at once", async () => {
    await createPracticeMethod(admin, provider, { allowedDomains: ["sandbox.test"], joinRole: "member" });
    const ends = await Promise.all([1, 2, 3].map(() => signInAs(nobody, "ada")));
    expect(ends.filter(({ failure }) => failure === null).length).toBeGreaterThanOrEqual(1);
    expect(await database.db.user.count({ where: { email: adaAddress } })).toBe(1);
    expect(await database.db.signInIdentity.count()).toBe(1);
  });
});

describe("the way back", () => {
  beforeEach(async () => {
    await createAda();
    await createPracticeMethod(admin, provider);
  });

  const begin = async () => landAs(await startSignIn(nobody, { method: "practice" }), "ada");
  const asked = async () => (await provider.stats()).tokenRequests.total;

  it("F-02: works once, however often and however many at once", async () => {
    const landed = await begin();
    const before = await asked();
    const ends = await Promise.all(Array.from({ length: 10 }, () => completeSignIn(nobody, landed)));
    expect(ends.filter(({ sessionSecret }) => sessionSecret !== null)).toHaveLength(1);
    expect(ends.filter(({ failure }) => failure === "expired")).toHaveLength(9);
    expect(await asked()).toBe(before + 1);
  });

  it.each([
    ["in another browser", { cookie: () => null }],
    ["with another cookie", { cookie: () => "x".repeat(43) }],
    ["at another way's address", { slug: "elsewhere" }],
  ])("F-01: %s signs nobody in, asks nothing, and burns the flow", async (_, parts) => {
    const landed = await begin();
    const before = await asked();
    const { failure } = await completeSignIn(nobody, { ...landed, ...parts });
    expect(failure).toBe("mismatch");
    expect(await completeSignIn(nobody, landed)).toMatchObject({ failure: "expired" });
    expect(await asked()).toBe(before);
  });

  it.each([
    ["no state", (params: URLSearchParams) => params.delete("state")],
    ["two states", (params: URLSearchParams) => params.append("state", "x".repeat(43))],
    ["an unknown state", (params: URLSearchParams) => params.set("state", "x".repeat(43))],
  ])("F-02: with %s leads nowhere", async (_, spoil) => {
    const landed = await begin();
    spoil(landed.params);
    expect(await completeSignIn(nobody, landed)).toMatchObject({ failure: "expired", cookieName: null });
  });

  it("F-02: is closed after ten minutes", async () => {
    const landed = await begin();
    await database.db.signInFlow.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await completeSignIn(nobody, landed)).toMatchObject({ failure: "expired" });
  });

  it("is closed when the client was changed meanwhile", async () => {
    const landed = await begin();
    await database.db.signInMethod.updateMany({ data: { configVersion: 2 } });
    expect(await completeSignIn(nobody, landed)).toMatchObject({ failure: "expired" });
  });

  it("F-13: from a provider that refuses the code writes nothing", async () => {
    const landed = await begin();
    landed.params.set("code", "made-up");
    const before = await counts();
    expect(await completeSignIn(nobody, landed)).toMatchObject({ failure: "rejected" });
    expect(await counts()).toEqual(before);
  });

  it("F-13: when the provider does not answer says so, and writes nothing", async () => {
    const landed = await begin();
    const before = await counts();
    const fetch: Context["fetch"] = async () => {
      throw new TypeError("fetch failed");
    };
    expect(await completeSignIn({ ...nobody, fetch }, landed)).toMatchObject({ failure: "unreachable" });
    expect(await counts()).toEqual(before);
  });

  it("F-11: from a provider where they said no says that", async () => {
    const landed = await begin();
    landed.params.delete("code");
    landed.params.set("error", "access_denied");
    expect(await completeSignIn(nobody, landed)).toMatchObject({ failure: "denied" });
  });
});

describe("a draft", () => {
  it("is nothing that anybody could begin with", async () => {
    await createPracticeMethod(admin, provider, { isDraft: true });
    await expect(startSignIn(nobody, { method: "practice" })).rejects.toMatchObject({ code: "not-found" });
    await expect(startLink(admin, { method: "practice" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("goes live when an admin comes back from its test, who is linked to it", async () => {
    const { id } = await createPracticeMethod(admin, provider, { isDraft: true });
    const landed = await landAs(await startProof(admin, { id }), "ada");
    expect(await completeSignIn(admin, landed)).toMatchObject({
      failure: null,
      sessionSecret: null,
      purpose: "prove",
    });
    expect(await database.db.signInMethod.findUnique({ where: { id } })).toMatchObject({
      provenAt: expect.any(Date),
    });
    expect(await database.db.signInIdentity.findMany()).toMatchObject([{ userId: owner.userId }]);
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: null });
  });

  it("stays one when the provider refuses the client", async () => {
    const { id } = await createPracticeMethod(admin, provider, {
      isDraft: true,
      clientSecret: new Secret("not-its-secret"),
    });
    const landed = await landAs(await startProof(admin, { id }), "ada");
    expect(await completeSignIn(admin, landed)).toMatchObject({ failure: "rejected", purpose: "prove" });
    expect(await database.db.signInMethod.findUnique({ where: { id } })).toMatchObject({ provenAt: null });
  });

  it("is tested by those who run the deployment alone", async () => {
    const { id } = await createPracticeMethod(admin, provider, { isDraft: true });
    const actor = await createMember(database.db, { workspaceId: owner.workspaceId, role: "owner" });
    await expect(startProof({ ...admin, actor }, { id })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("linking from one's own account", () => {
  it("needs the same session on the way back", async () => {
    const ada = await createAda();
    await createPracticeMethod(admin, provider);
    const ctx = { ...nobody, actor: ada };
    const landed = await landAs(await startLink(ctx, { method: "practice" }), "ada");
    const other = { ...ada, sessionId: await createSession(database.db, ada) };
    expect(await completeSignIn({ ...nobody, actor: other }, landed)).toMatchObject({ failure: "mismatch" });
    const again = await landAs(await startLink(ctx, { method: "practice" }), "ada");
    expect(await completeSignIn(ctx, again)).toMatchObject({ failure: null, sessionSecret: null });
    expect(await database.db.signInIdentity.count()).toBe(1);
  });

  it("proves the account's own address where the provider vouches for it", async () => {
    const ada = await createAda({ isProven: false });
    await createPracticeMethod(admin, provider);
    const ctx = { ...nobody, actor: ada };
    await completeSignIn(ctx, await landAs(await startLink(ctx, { method: "practice" }), "ada"));
    expect(await database.db.user.findUnique({ where: { id: ada.userId } })).toMatchObject({
      emailVerifiedAt: expect.any(Date),
    });
  });

  it("takes the password of whoever has one, and a code where a second factor is on: a session alone is not enough", async () => {
    const ada = await createAda();
    await createPracticeMethod(admin, provider);
    const ctx = { ...nobody, actor: ada };
    const start = (proof: { password?: string; code?: string }) =>
      startOwnLink(ctx, {
        method: "practice",
        password: proof.password === undefined ? undefined : new Secret(proof.password),
        code: proof.code === undefined ? undefined : new Secret(proof.code),
      });
    expect(await start({})).toMatchObject({ authorizationUrl: expect.any(URL) });
    const passwordHash = await hashPassword(new Secret("correct horse battery"));
    await database.db.user.update({ where: { id: ada.userId }, data: { passwordHash } });
    const flows = await database.db.signInFlow.count();
    for (const password of [undefined, "another horse battery"])
      await expect(start(password === undefined ? {} : { password })).rejects.toMatchObject({
        errors: [{ pointer: "/password" }],
      });
    expect(await database.db.signInFlow.count()).toBe(flows);
    expect(await start({ password: "correct horse battery" })).toMatchObject({
      authorizationUrl: expect.any(URL),
    });
    const sealed = { secretSealed: Buffer.from("sealed"), keyId: "key", confirmedAt: new Date() };
    await database.db.secondFactor.create({ data: { userId: ada.userId, ...sealed } });
    await expect(start({ password: "correct horse battery" })).rejects.toMatchObject({
      code: "second-factor-required",
    });
    expect(await database.db.signInFlow.count()).toBe(flows + 1);
    expect(await listIdentities(ctx)).toMatchObject({ asks: { password: true, code: true } });
  });

  it("takes nobody's account elsewhere from them", async () => {
    const method = await createPracticeMethod(admin, provider);
    await link(owner, method.id);
    const ada = await createAda();
    const ctx = { ...nobody, actor: ada };
    const end = await completeSignIn(ctx, await landAs(await startLink(ctx, { method: "practice" }), "ada"));
    expect(end).toMatchObject({ failure: "taken", purpose: "link" });
    expect(await database.db.signInIdentity.findMany()).toMatchObject([{ userId: owner.userId }]);
  });
});
