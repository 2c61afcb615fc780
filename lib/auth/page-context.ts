import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Context } from "#lib/context/context.ts";
import { getRuntime } from "#lib/context/runtime.ts";
import { isAppError } from "#lib/core/errors.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import { requestContext } from "./request-context.ts";
import { requestPathHeader } from "./request-id.ts";
import { hasEndedWithRole } from "./resolve-actor.ts";

// Once per rendered page, however many layouts and components ask.
const currentContext = cache(async (): Promise<Context> => requestContext(await headers()));

/** The context of the page that is being rendered; nobody signed in → the sign-in page, which leads back here. */
export async function pageContext(): Promise<Context> {
  const ctx = await optionalPageContext();
  if (ctx) return ctx;
  const path = safeReturnPath((await headers()).get(requestPathHeader));
  redirect(path === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(path)}`);
}

/** The same, or `null` when nobody is signed in. Pages are for people: an API key is nobody here. */
export async function optionalPageContext(): Promise<Context | null> {
  try {
    const ctx = await currentContext();
    return ctx.actor.kind === "member" ? ctx : null;
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") return null;
    throw error;
  }
}

/** Whether this browser was signed out because its person got another role (S-02). */
export async function hasRoleChanged(): Promise<boolean> {
  return hasEndedWithRole(getRuntime(), await headers());
}

/** The context of a page that anyone may open; its actor is anonymous. */
export async function publicPageContext(): Promise<Context> {
  return requestContext(await headers(), { isPublic: true });
}
