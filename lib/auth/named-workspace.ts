import type { Runtime } from "#lib/context/runtime.ts";
import type { Actor } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import { cookieNames } from "./cookies.ts";
import { type AnyHeaders, countCookies, readBearer, readHeader } from "./header-values.ts";

/** By which a caller may say which workspace they mean, so that a mix-up of keys or sessions does nothing. */
export const WORKSPACE_HEADER = "Mooring-Workspace";

const header = WORKSPACE_HEADER.toLowerCase();
// Names that other products give it: who sends one believes that it counts.
const headerNames = [header, "x-workspace-id", "x-tenant-id"];
const queryNames = ["workspace", "workspaceId", "tenant", "tenantId"];

/**
 * Holds what a request says about its workspace against the one that its session or key belongs to, which alone counts (Z-07).
 * Throws 400 for another one, an empty or a doubled name. Nobody is told more: a workspace that exists and one that does not
 * are the same here.
 */
export function assertNamedWorkspace(actor: Actor, headers: AnyHeaders, search: URLSearchParams): void {
  for (const name of headerNames) assertSame(actor, name, readHeader(headers, name));
  for (const name of queryNames) for (const value of search.getAll(name)) assertSame(actor, name, value);
}

/** The same for the gateway, where every other name may be one of the provider's. */
export function assertNamedWorkspaceHeader(actor: Actor, headers: AnyHeaders): void {
  assertSame(actor, header, readHeader(headers, header));
}

/** Throws 400 for two session cookies: either may have been planted, so that neither says where the caller is. A key counts alone. */
export function assertOneSession({ settings }: Pick<Runtime, "settings">, headers: AnyHeaders): void {
  if (countCookies(headers, cookieNames(settings).session) < 2 || readBearer(headers) !== null) return;
  throw conflicting(
    "two session cookies",
    "Two session cookies were sent. Delete the cookies of this address and sign in again.",
  );
}

function assertSame(actor: Actor, name: string, value: string | null): void {
  if (value === null || !("workspaceId" in actor) || value === actor.workspaceId) return;
  throw conflicting(
    `${name} names another workspace`,
    `${name} does not name the workspace of this session or API key, which alone counts. Leave it out, or use a key of the workspace that you mean.`,
  );
}

function conflicting(message: string, detail: string): AppError {
  return new AppError("workspace-conflict", message, { detail });
}
