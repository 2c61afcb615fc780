import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSession } from "#lib/auth/create-session.ts";
import { createMemberSession } from "#lib/auth/join-workspace.ts";
import { hashPassword } from "#lib/auth/repository.ts";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createInvitation } from "#lib/invitations/create-invitation.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { createPracticeMethod, signInAs, signInContext } from "#lib/testing/sign-in.ts";
import { createSignInMethod } from "./create-sign-in-method.ts";
import { deleteSignInMethod } from "./delete-sign-in-method.ts";
import { deleteIdentity, listIdentities } from "./identities.ts";
import { listSignInChoices, listSignInMethods } from "./list-sign-in-methods.ts";
import { openSecret } from "./repository.ts";
import { updateSignInMethod } from "./update-sign-in-method.ts";
import { updatePasswordSignIn } from "./ways-in.ts";

const database = useDatabase();
const password = "correct horse battery";

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
  await database.db.deployment.updateMany({ data: { isPasswordOn: true } });
  owner = await createOwner(database.db);
  const passwordHash = await hashPassword(new Secret(password));
  await database.db.user.update({ where: { id: owner.userId }, data: { passwordHash } });
  admin = signInContext(database.db, provider, { actor: owner });
  nobody = signInContext(database.db, provider);
});

const link = (methodId: string, subject = "person-ada", userId = owner.userId) =>
  database.db.signInIdentity.create({
    data: { id: `identity-${methodId}-${subject}`, methodId, userId, subject },
  });

describe("a way to sign in", () => {
  it("is a draft with a sealed secret, of which the last four are shown", async () => {
    const method = await createPracticeMethod(admin, provider, { isDraft: true });
    const secret = provider.client.clientSecret.reveal();
    expect(method).toMatchObject({
      ...{ state: "draft", issuer: provider.origin, isPractice: true, isLinked: false, people: 0 },
      clientSecret: { last4: secret.slice(-4) },
      redirectUri: `${provider.consoleOrigin}/api/auth/callback/practice`,
    });
    expect(JSON.stringify(await listSignInMethods(admin))).not.toContain(secret);
    expect((await openSecret(systemContext(admin), method.id)).reveal()).toBe(secret);
    const row = await database.db.signInMethod.findUniqueOrThrow({ where: { id: method.id } });
    expect(Buffer.from(row.clientSecretSealed).includes(secret)).toBe(false);
    expect((await listSignInChoices(nobody)).methods).toEqual([]);
  });

  it("is taken off the sign-in page by another client, and only by that", async () => {
    const { id } = await createPracticeMethod(admin, provider);
    await updateSignInMethod(admin, { id, name: "Ours", allowedDomains: ["sandbox.test"] });
    expect((await listSignInChoices(nobody)).methods).toEqual([
      { slug: "practice", name: "Ours", kind: "oidc" },
    ]);
    await updateSignInMethod(admin, { id, clientSecret: new Secret("another-secret") });
    expect((await listSignInChoices(nobody)).methods).toEqual([]);
    expect(await database.db.signInMethod.findUnique({ where: { id } })).toMatchObject({ configVersion: 2 });
  });

  it.each([
    ["an address that is taken", { slug: "practice" }, "/slug"],
    ["joining without domains", { slug: "b", joinRole: "member" as const }, "/joinRole"],
    ["plain http", { slug: "c", issuer: "http://id.example" }, "/issuer"],
    ["an address where nobody answers", { slug: "d", issuer: "https://127.0.0.1:9" }, "/issuer"],
  ])("is refused with %s, at its field", async (_, parts, pointer) => {
    await createPracticeMethod(admin, provider);
    const { clientId, clientSecret } = provider.client;
    const work = createSignInMethod(admin, {
      ...{ kind: "oidc", name: "Practice", slug: "practice", issuer: provider.origin, joinRole: null },
      ...{ clientId, clientSecret, allowedDomains: [] },
      ...parts,
    });
    await expect(work).rejects.toMatchObject({ errors: [{ pointer }] });
  });

  it("is the business of those who run the deployment alone", async () => {
    const { id } = await createPracticeMethod(admin, provider);
    const actor = await createMember(database.db, { workspaceId: owner.workspaceId, role: "owner" });
    const other = { ...admin, actor };
    for (const work of [
      () => listSignInMethods(other),
      () => updateSignInMethod(other, { id, name: "Mine" }),
      () => deleteSignInMethod(other, { id, people: 0 }),
      () => updatePasswordSignIn(other, { isOn: false }),
    ])
      await expect(work()).rejects.toMatchObject({ code: "forbidden" });
  });

  it("lets nobody join a workspace as more than its maker may give there", async () => {
    const actor = await createMember(database.db, { workspaceId: owner.workspaceId, isPlatformAdmin: true });
    const work = createPracticeMethod({ ...admin, actor }, provider, {
      allowedDomains: ["sandbox.test"],
      joinRole: "admin",
    });
    await expect(work).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is deleted with its links, after the count that was seen", async () => {
    const { id } = await createPracticeMethod(admin, provider);
    await link(id);
    await expect(deleteSignInMethod(admin, { id, people: 0 })).rejects.toMatchObject({ code: "conflict" });
    await deleteSignInMethod(admin, { id, people: 1 });
    expect(await database.db.signInIdentity.count()).toBe(0);
  });
});

describe("passwords", () => {
  const signIn = () => createSession(nobody, { email: owner.email, password: new Secret(password) });

  it("are switched off only by somebody who gets in without, and sign nobody in then", async () => {
    expect(await signIn()).not.toBeNull();
    await expect(updatePasswordSignIn(admin, { isOn: false })).rejects.toMatchObject({ code: "conflict" });
    const { id } = await createPracticeMethod(admin, provider, { isDraft: true });
    await link(id);
    await expect(updatePasswordSignIn(admin, { isOn: false })).rejects.toMatchObject({ code: "conflict" });
    await database.db.signInMethod.update({ where: { id }, data: { provenAt: new Date() } });
    await updatePasswordSignIn(admin, { isOn: false });
    expect(await signIn()).toBeNull();
    expect(await signInAs(nobody, "ada")).toMatchObject({ failure: null });
    await updatePasswordSignIn(admin, { isOn: true });
    expect(await signIn()).not.toBeNull();
  });

  it("sign in again when the operator says so", async () => {
    const { id } = await createPracticeMethod(admin, provider);
    await link(id);
    await updatePasswordSignIn(admin, { isOn: false });
    const forced = (ctx: Context) => ({ ...ctx, settings: { ...ctx.settings, isPasswordForced: true } });
    const again = { email: owner.email, password: new Secret(password) };
    expect(await createSession(forced(nobody), again)).not.toBeNull();
    expect((await listSignInChoices(forced(nobody))).isPasswordOn).toBe(true);
    const off = updatePasswordSignIn(forced(admin), { isOn: false });
    await expect(off).rejects.toMatchObject({ code: "conflict" });
  });

  it("once off, make no new account, and keep the last way in from going", async () => {
    const { id } = await createPracticeMethod(admin, provider);
    await link(id);
    await updatePasswordSignIn(admin, { isOn: false });
    const { link: address } = await createInvitation(admin, { email: "new@example.com", role: "member" });
    const token = new Secret(new URL(address ?? "").hash.slice(1));
    const join = createMemberSession(nobody, { token, name: "New", password: new Secret(password) });
    await expect(join).rejects.toMatchObject({ code: "forbidden" });
    const lastWay = { code: "conflict" };
    await expect(deleteSignInMethod(admin, { id, people: 1 })).rejects.toMatchObject(lastWay);
    await expect(updateSignInMethod(admin, { id, clientId: "other" })).rejects.toMatchObject(lastWay);
    await updateSignInMethod(admin, { id, name: "Ours" });
    const [identity] = (await listIdentities(admin)).items;
    await expect(deleteIdentity(admin, { id: identity?.id ?? "" })).rejects.toMatchObject(lastWay);
  });
});

describe("one's own linked accounts", () => {
  it("are listed and unlinked by their owner alone", async () => {
    const { id } = await createPracticeMethod(admin, provider);
    const { id: identity } = await link(id);
    const actor = await createMember(database.db, { workspaceId: owner.workspaceId });
    expect((await listIdentities({ ...admin, actor })).items).toEqual([]);
    await expect(deleteIdentity({ ...admin, actor }, { id: identity })).rejects.toMatchObject({
      code: "not-found",
    });
    expect((await listIdentities(admin)).items).toMatchObject([{ methodName: "Practice", isUsable: true }]);
    await deleteIdentity(admin, { id: identity });
    expect((await listIdentities(admin)).items).toEqual([]);
  });

  it("are not unlinked down to none without a password, also when two go at once", async () => {
    const { id } = await createPracticeMethod(admin, provider);
    await database.db.user.update({ where: { id: owner.userId }, data: { passwordHash: null } });
    const ids = [(await link(id, "a")).id, (await link(id, "b")).id];
    const outcomes = await Promise.allSettled(ids.map((one) => deleteIdentity(admin, { id: one })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await database.db.signInIdentity.count()).toBe(1);
  });
});
