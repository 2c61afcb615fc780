import { notFound } from "next/navigation";
import { pageContext } from "#lib/auth/page-context.ts";
import type { Context } from "#lib/context/context.ts";
import { isAllowed } from "#lib/core/actor.ts";

/** The context of a page of the admin console; for everybody else the page does not exist. */
export async function requirePlatformAdmin(): Promise<Context> {
  const ctx = await pageContext();
  if (!isAllowed(ctx.actor, "platform:manage")) notFound();
  return ctx;
}
