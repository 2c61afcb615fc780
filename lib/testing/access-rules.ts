import type { MemberActor } from "#lib/core/actor.ts";
import type { ApiKeyScope } from "#lib/core/permissions.ts";
import type { Caller } from "./access-people.ts";
import type { Kind } from "./access-things.ts";
import type { AccessWorld, Owned } from "./access-world.ts";

/** Something that a path names, or nothing that exists. */
export interface Thing extends Owned {
  label: string;
  /** Who made it, and would make another like it; `null` for what nobody makes. */
  by: MemberActor | null;
  /** What stands in the path's parameters, in order. */
  ids: string[];
  isThere: boolean;
  /** Of what lies within another: whose that one is. */
  within?: string | null;
}

/** What one may do with a connection (Z-02); for everything else there is only `see`. */
type Need = "see" | "use" | "write" | "manage" | "lookAfter" | "share" | "disconnect" | "own";

/** What a route is expected to do: who may call it, and what they must be to the thing that its path names. */
export interface Expectation {
  /** `people` are those who are signed in, whatever their role; a key never is. */
  for: "everybody" | "people" | "members" | "admins" | "owners" | "platform";
  /** With which scopes a key may, all of them; without one, no key can. */
  scopes?: readonly ApiKeyScope[];
  on?: Kind;
  needs?: Need;
  /** The statuses of somebody who may; any 2xx unless given. */
  ok?: number[];
  /** The statuses that everybody gets, whoever they are. */
  always?: number[];
  /** What stands in the path's parameters, where it is not the thing's own ids. */
  place?: (world: AccessWorld, thing: Thing | undefined, caller: Caller) => string[];
  search?: string;
  /** The thing is named in the body; of what may not be done the answer tells one by one. */
  isNamedInBody?: true;
  headers?: (thing: Thing | undefined) => Record<string, string>;
  body?: (world: AccessWorld, thing: Thing | undefined, caller: Caller) => unknown;
  /** Whether an allowed call leaves something behind; every method but GET and HEAD does, unless given. */
  mutates?: boolean;
  /** The thing for a call that may succeed, where a new one of its kind is not enough. */
  prepare?: (world: AccessWorld, caller: Caller, thing: Thing | undefined) => Promise<string[] | undefined>;
  /** An act after which the provider knows the drill's tokens no more. */
  endsGrant?: true;
  /** An act that ends the caller's own session: each is a person's who was made for it. */
  endsSession?: true;
}

/** `ok`, or the status of the refusal as the interface answers it. */
export type Verdict = "ok" | 401 | 403 | 404;

/** What a caller gets at a route, for a thing of its kind. */
export function expectedOf(route: Expectation, caller: Caller, thing: Thing | undefined): Verdict {
  if (route.for === "everybody") return "ok";
  if (caller.kind === "nobody") return 401;
  if (caller.kind === "key" && !isInScope(caller, route.scopes)) return 403;
  if (route.for === "admins" && !isAdmin(caller)) return 403;
  if (route.for === "owners" && caller.role !== "owner") return 403;
  if (route.for === "platform" && !caller.isPlatformAdmin) return 403;
  if (!thing || route.isNamedInBody) return "ok";
  if (!sees(caller, thing)) return 404;
  return may(caller, thing, route.needs ?? "see") ? "ok" : 403;
}

function isInScope(caller: Caller, wanted: readonly ApiKeyScope[] = []): boolean {
  return wanted.length > 0 && wanted.every((scope) => caller.scopes.includes(scope));
}

/** Whether a caller may know of a thing at all. */
export function sees(caller: Caller, thing: Thing): boolean {
  return thing.isThere && canRead(caller, thing);
}

/** Whether a caller may read what stands in a thing. */
export function canRead(caller: Caller, { kind, workspaceId, ownerId, level }: Owned): boolean {
  if (caller.kind === "nobody") return false;
  if (workspaceId === null) return kind === "catalogue" || caller.isPlatformAdmin;
  if (kind === "platform admin" && caller.isPlatformAdmin) return true;
  if (workspaceId !== caller.workspaceId) return false;
  const isOwner = ownerId === caller.userId;
  switch (kind) {
    case "flow":
    case "session":
      return isOwner;
    case "invitation":
    case "webhook":
    case "delivery":
      return isAdmin(caller);
    case "connection":
    case "apiKey":
    case "auditEvent":
      return isOwner || level !== null || isAdmin(caller);
    default:
      return true;
  }
}

function may(caller: Caller, { kind, ownerId, level }: Thing, need: Need): boolean {
  // About owners, owners decide; what hangs on one may be looked at.
  if (kind === "coOwner") return need === "see" || caller.role === "owner";
  if (kind !== "connection") return true;
  // More than before is given in person; what it is already can be said again by whoever manages it.
  if (need === "share" && level !== "manage") return ownerId === caller.userId && caller.kind === "member";
  if (ownerId === caller.userId) return true;
  const isRunner = isAdmin(caller);
  switch (need) {
    case "see":
      return true;
    case "use":
      return level !== null;
    case "write":
      return level === "use" || level === "manage";
    case "lookAfter":
      return level === "manage" || isRunner;
    case "manage":
    case "share":
      return level === "manage" || (level !== null && isRunner);
    case "disconnect":
      return isRunner;
    case "own":
      return false;
  }
}

function isAdmin({ role }: Caller): boolean {
  return role === "owner" || role === "admin";
}
