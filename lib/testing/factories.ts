import { hashSessionSecret } from "#lib/auth/session-secret.ts";
import type { ApiKeyActor, MemberActor, SystemActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { apiKeyScopes, type WorkspaceRole } from "#lib/core/permissions.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { insertWorkspace } from "#lib/workspaces/repository.ts";
import { testKeyring } from "./context.ts";

/** A workspace with its data key. */
export async function createWorkspace(
  db: PrismaClient,
  { name = "Harbour" } = {},
): Promise<{ id: string; name: string }> {
  const id = newId("workspace");
  await insertWorkspace({ db, keyring: testKeyring }, { id, name, slug: id }, new Date());
  return { id, name };
}

/** The runtime configuration that counts by default in a workspace. */
export async function findRuntimeConfigurationId(db: PrismaClient, workspaceId: string): Promise<string> {
  const where = { workspaceId, isDefault: true };
  return (await db.runtimeConfiguration.findFirstOrThrow({ where })).id;
}

/** Another runtime configuration of a workspace. Gives its id. */
export async function createRuntimeConfiguration(
  db: PrismaClient,
  { workspaceId, name = "Staging" }: { workspaceId: string; name?: string },
): Promise<string> {
  const id = newId("runtimeConfiguration");
  const slug = `${name.toLowerCase()}-${id.slice(-6)}`;
  await db.runtimeConfiguration.create({ data: { id, slug, name, workspaceId } });
  return id;
}

/** Another application of a workspace. Gives its id. */
export async function createApplication(
  db: PrismaClient,
  { workspaceId, name = "Crawler" }: { workspaceId: string; name?: string },
): Promise<string> {
  const id = newId("application");
  const slug = `${name.toLowerCase()}-${id.slice(-6)}`;
  await db.application.create({ data: { id, slug, name, workspaceId } });
  return id;
}

interface MemberOptions {
  workspaceId: string;
  role?: WorkspaceRole;
  isPlatformAdmin?: boolean;
  name?: string;
}

/** A person with a membership and a live session; gives them as the actor that they are when signed in. */
export async function createMember(db: PrismaClient, options: MemberOptions): Promise<MemberActor> {
  const { workspaceId, role = "member", isPlatformAdmin = false, name = "Ada" } = options;
  const userId = newId("user");
  const email = `${userId}@example.com`;
  await db.user.create({
    data: {
      id: userId,
      email,
      name,
      platformRole: isPlatformAdmin ? "admin" : "none",
      memberships: { create: { workspaceId, role } },
    },
  });
  const sessionId = await createSession(db, { userId, workspaceId });
  return memberActor({ userId, sessionId, workspaceId, role, isPlatformAdmin, name, email });
}

/** A live session of a person: a second browser, or the first after signing in again. Gives its id. */
export async function createSession(
  db: PrismaClient,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): Promise<string> {
  const id = newId("session");
  const secretHash = hashSessionSecret(secretOfSession(id));
  await db.session.create({
    data: { id, secretHash, userId, workspaceId, expiresAt: new Date(Date.now() + 12 * 3_600_000) },
  });
  return id;
}

/** What the cookie of such a session carries. */
export function secretOfSession(sessionId: string): string {
  return `secret of ${sessionId}`;
}

/** A workspace and its owner, who is a platform admin too, as setup leaves them. */
export async function createOwner(db: PrismaClient, name = "Olive"): Promise<MemberActor> {
  const workspace = await createWorkspace(db);
  return createMember(db, { workspaceId: workspace.id, role: "owner", isPlatformAdmin: true, name });
}

/** A member that exists in no database, for rules that need none. */
export function memberActor(parts: Partial<Omit<MemberActor, "kind">> = {}): MemberActor {
  return {
    kind: "member",
    userId: "user-test",
    sessionId: "sess-test",
    workspaceId: "ws-test",
    role: "member",
    isPlatformAdmin: false,
    name: "Ada",
    email: "ada@example.com",
    ...parts,
  };
}

/**
 * An API key that acts for the member, with every scope unless given, of the workspace's default application and runtime
 * configuration. It exists in no database.
 */
export function apiKeyActor(member: MemberActor, scopes: readonly string[] = apiKeyScopes): ApiKeyActor {
  const { userId, workspaceId, role } = member;
  const place = { applicationId: null, runtimeConfigurationId: null };
  const key = { apiKeyId: newId("apiKey"), name: "test key", scopes };
  return { kind: "api-key", ...key, ...place, userId, workspaceId, role };
}

/** Mooring itself. */
export function systemActor(workspaceId: string | null = null): SystemActor {
  return { kind: "system", name: "test", workspaceId };
}
