import { randomBytes } from "node:crypto";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { hashPassword } from "#lib/auth/repository.ts";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { type ApiKeyScope, apiKeyScopes, rolePermissions } from "#lib/core/permissions.ts";
import { Secret } from "#lib/core/secret.ts";
import { insertWorkspace } from "#lib/workspaces/repository.ts";
import type { AccessDeployment } from "./access-deployment.ts";
import { testContext } from "./context.ts";
import { createMember, secretOfSession } from "./factories.ts";

/** Who sends a request, with what proves it, and what the table decides by. */
export interface Caller {
  name: string;
  /** `nobody` has what once was, or never was, somebody's proof. */
  kind: "member" | "key" | "nobody";
  headers: Record<string, string>;
  userId: string | null;
  workspaceId: string | null;
  role: "owner" | "admin" | "member" | null;
  isPlatformAdmin: boolean;
  /** Of a key. */
  scopes: readonly string[];
  /** The person behind a session: who can be had anew for an act that ends it. */
  person: MemberActor | null;
}

export const peopleNames = [
  ...["owner", "admin", "member", "colleague", "platformAdmin"],
  ...["otherOwner", "otherAdmin", "otherMember", "otherPlatformAdmin"],
] as const;
export type PersonName = (typeof peopleNames)[number];
export type People = Record<PersonName, MemberActor>;

/** The password of everybody in the drill. */
export const drillPassword = "correct horse battery";

/** A text that stands in one thing alone, so that whoever reads it has seen the thing. */
export function newMarker(): string {
  return `mk${randomBytes(8).toString("hex")}`;
}

/** A context in which a person acts by the verbs themselves, for what the drill sets up. */
export function contextOf(deployment: AccessDeployment, actor: MemberActor): Context {
  const { database, keyring, settings, fetch } = deployment;
  return { ...testContext({ db: database.client, actor, settings, fetch }), keyring };
}

/** Two workspaces with their people; each person's name is a marker. */
export async function createPeople(deployment: AccessDeployment): Promise<People> {
  const { database, keyring } = deployment;
  const db = database.client;
  const [home, other] = [newId("workspace"), newId("workspace")];
  for (const id of [home, other])
    await insertWorkspace({ db, keyring }, { id, name: newMarker(), slug: id }, new Date());
  const person = (workspaceId: string, role: "owner" | "admin" | "member", isPlatformAdmin = false) =>
    createMember(db, { workspaceId, role, isPlatformAdmin, name: newMarker() });
  const people: People = {
    owner: await person(home, "owner"),
    admin: await person(home, "admin"),
    member: await person(home, "member"),
    colleague: await person(home, "member"),
    platformAdmin: await person(home, "member", true),
    otherOwner: await person(other, "owner"),
    otherAdmin: await person(other, "admin"),
    otherMember: await person(other, "member"),
    otherPlatformAdmin: await person(other, "owner", true),
  };
  const passwordHash = await hashPassword(new Secret(drillPassword));
  await db.user.updateMany({ data: { passwordHash, passwordChangedAt: new Date(Date.now() - 60_000) } });
  await db.deployment.update({ where: { id: 1 }, data: { setupCompletedAt: new Date() } });
  return people;
}

/** Everybody who calls: the people, keys of each scope and of all of them, and those whose proof has ended. */
export async function createCallers(deployment: AccessDeployment, people: People): Promise<Caller[]> {
  const { admin, member, otherAdmin } = people;
  const keys = [
    ...apiKeyScopes.map((scope) => [`key:${scope}`, admin, [scope]] as const),
    ["admin's key", admin, apiKeyScopes] as const,
    ["member's key", member, apiKeyScopes.filter((scope) => rolePermissions.member.includes(scope))] as const,
    ["other workspace's key", otherAdmin, apiKeyScopes] as const,
  ];
  return [
    ...(await Promise.all(peopleNames.map((name) => signedIn(deployment, name, people[name])))),
    ...(await Promise.all(keys.map(([name, actor, scopes]) => withKey(deployment, name, actor, scopes)))),
    ...(await createNobodies(deployment, people)),
  ];
}

/** A person's browser. */
export async function signedIn(
  deployment: AccessDeployment,
  name: string,
  person: MemberActor,
): Promise<Caller> {
  const cookie = (await sessionCookie(secretOfSession(person.sessionId), deployment)).split(";", 1)[0] ?? "";
  const { userId, workspaceId, role, isPlatformAdmin } = person;
  const headers = { cookie, origin: deployment.settings.origin, "x-mooring-request": "1" };
  return { name, kind: "member", headers, userId, workspaceId, role, isPlatformAdmin, scopes: [], person };
}

async function withKey(
  deployment: AccessDeployment,
  name: string,
  creator: MemberActor,
  scopes: readonly ApiKeyScope[],
): Promise<Caller> {
  const ctx = contextOf(deployment, creator);
  const { key } = await createApiKey(ctx, { name: newMarker(), scopes: [...scopes], expiresInDays: 1 });
  const headers = { authorization: `Bearer ${key}` };
  const { userId, workspaceId, role } = creator;
  return {
    name,
    kind: "key",
    headers,
    userId,
    workspaceId,
    role,
    isPlatformAdmin: false,
    scopes,
    person: null,
  };
}

async function createNobodies(deployment: AccessDeployment, people: People): Promise<Caller[]> {
  const db = deployment.database.client;
  const { workspaceId } = people.owner;
  const [removed, disabled, expired, revoked, keyless] = (await Promise.all(
    [0, 1, 2, 3, 4].map(() => createMember(db, { workspaceId, role: "admin", name: newMarker() })),
  )) as [MemberActor, MemberActor, MemberActor, MemberActor, MemberActor];
  const all = [...apiKeyScopes];
  const keys = {
    removed: await withKey(deployment, "removed member's key", removed, all),
    revoked: await withKey(deployment, "revoked key", keyless, all),
    expired: await withKey(deployment, "expired key", expired, all),
  };
  const past = new Date(Date.now() - 1_000);
  await db.membership.deleteMany({ where: { userId: removed.userId } });
  await db.user.update({ where: { id: disabled.userId }, data: { disabledAt: past } });
  await db.session.update({ where: { id: expired.sessionId }, data: { expiresAt: past } });
  await db.session.update({ where: { id: revoked.sessionId }, data: { revokedAt: past } });
  await db.apiKey.updateMany({ where: { createdById: keyless.userId }, data: { revokedAt: past } });
  await db.apiKey.updateMany({ where: { createdById: expired.userId }, data: { expiresAt: past } });
  const { origin } = deployment.settings;
  const nobody = (name: string, headers: Record<string, string>): Caller => {
    const nothing = { userId: null, workspaceId: null, role: null, person: null };
    return { name, kind: "nobody", headers, ...nothing, isPlatformAdmin: false, scopes: [] };
  };
  const sessions = { "removed member": removed, "disabled user": disabled, "expired session": expired };
  const browsers = Object.entries({ ...sessions, "revoked session": revoked });
  return [
    nobody("anonymous", { origin }),
    ...(await Promise.all(
      browsers.map(async ([name, person]) =>
        nobody(name, (await signedIn(deployment, name, person)).headers),
      ),
    )),
    ...Object.values(keys).map(({ name, headers }) => nobody(name, headers)),
  ];
}
