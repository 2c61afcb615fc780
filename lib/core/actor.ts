import { AppError, forbidden } from "./errors.ts";
import { type Permission, rolePermissions, type WorkspaceRole } from "./permissions.ts";

/** A signed-in person in one workspace. */
export interface MemberActor {
  kind: "member";
  userId: string;
  sessionId: string;
  workspaceId: string;
  role: WorkspaceRole;
  isPlatformAdmin: boolean;
  name: string;
  email: string;
}

/** What an API key may call through the gateway; an empty list is no limit. */
export interface CallLimits {
  connectionIds: readonly string[];
  methods: readonly string[];
  /** Of the path as it is sent to the API, from its root: `/v1/files`. */
  pathPrefixes: readonly string[];
}

/** Software with an API key. It acts for the member who made the key, within that member's role and the key's scopes. */
export interface ApiKeyActor {
  kind: "api-key";
  apiKeyId: string;
  name: string;
  workspaceId: string;
  userId: string;
  role: WorkspaceRole;
  scopes: readonly string[];
  /** The software that holds the key, and where it runs; `null` stands for the workspace's default. A real key has both. */
  applicationId: string | null;
  runtimeConfigurationId: string | null;
  /** Absent: none. */
  limits?: CallLimits;
}

/** Mooring itself: a job, a start-up step. */
export interface SystemActor {
  kind: "system";
  name: string;
  workspaceId: string | null;
}

export interface AnonymousActor {
  kind: "anonymous";
}

export type Actor = MemberActor | ApiKeyActor | SystemActor | AnonymousActor;

/** An actor that works inside a workspace on behalf of a person. */
export type WorkspaceActor = MemberActor | ApiKeyActor;

/** Whether the actor's role (and, for a key, its scopes) include the permission. */
export function isAllowed(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "anonymous") return false;
  if (actor.kind === "system") return true;
  if (permission === "platform:manage") return actor.kind === "member" && actor.isPlatformAdmin;
  const byRole = rolePermissions[actor.role].includes(permission);
  return actor.kind === "api-key" ? byRole && actor.scopes.includes(permission) : byRole;
}

/**
 * The first line of every verb: 401 for nobody, 403 for somebody without the permission.
 * Returns the actor, known to belong to a workspace.
 */
export function authorize(actor: Actor, permission: Permission): WorkspaceActor {
  if (actor.kind === "anonymous") {
    throw new AppError("unauthenticated", `anonymous asked for ${permission}`, {
      detail: "Sign in, or send an API key as `Authorization: Bearer …`.",
    });
  }
  if (actor.kind === "system")
    throw new AppError("internal", `the system asked for ${permission} as a person`);
  if (!isAllowed(actor, permission)) {
    throw forbidden(
      actor.kind === "api-key"
        ? `This API key lacks the scope “${permission}”, or its owner's role does not include it.`
        : `Your role in this workspace does not include “${permission}”.`,
    );
  }
  return actor;
}

/** Whether the actor runs the workspace: its owners and admins. */
export function isWorkspaceAdmin(actor: WorkspaceActor): boolean {
  return actor.role !== "member";
}
