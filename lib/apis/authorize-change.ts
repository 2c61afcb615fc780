import type { Context } from "#lib/context/context.ts";
import { authorize, type WorkspaceActor } from "#lib/core/actor.ts";

/**
 * Whoever changes an API changes its integration too, and may both; told before anything is read, so that a key that lacks
 * one of the two hears the same of every API. Throws 401 and 403.
 */
export function authorizeApiChange({ actor }: Context): WorkspaceActor {
  authorize(actor, "apis:write");
  return authorize(actor, "integrations:write");
}
