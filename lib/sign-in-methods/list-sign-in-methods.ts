import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { SignInChoice, SignInMethod, SignInMethodList } from "./contract.ts";
import { findMethod, findPasswordState, listMethodRows, type MethodRow } from "./repository.ts";
import { countIdentities } from "./repository-identities.ts";
import { redirectUriPrefix, toMethod } from "./rules.ts";

/** All ways to sign in to the deployment, for those who run it. */
export async function listSignInMethods(caller: Context): Promise<SignInMethodList> {
  const ctx = asSystem(caller);
  const { userId } = authorize(ctx.actor, "platform:manage");
  const [isPasswordOn, rows] = await Promise.all([findPasswordState(ctx), listMethodRows(ctx)]);
  return {
    isPasswordOn,
    redirectUriPrefix: redirectUriPrefix(ctx.settings),
    items: await describe(ctx, rows, userId),
  };
}

/** One of them as its routes answer it; 404 where there is none. */
export async function describeSignInMethod(ctx: Context, id: string, userId: string): Promise<SignInMethod> {
  const [method] = await describe(ctx, [await loadSignInMethod(ctx, { id })], userId);
  if (!method) throw notFound("way to sign in");
  return method;
}

/** The row behind a method. 404 where there is none. The verb that calls it has decided about permission. */
export async function loadSignInMethod(
  ctx: Context,
  where: { id: string } | { slug: string },
): Promise<MethodRow> {
  const row = await findMethod(ctx, where);
  if (!row) throw notFound("way to sign in");
  return row;
}

/** What anybody may choose from on the sign-in page: methods that were proven, and whether passwords sign in. */
export async function listSignInChoices(
  ctx: Context,
): Promise<{ isPasswordOn: boolean; methods: SignInChoice[] }> {
  const [isPasswordOn, rows] = await Promise.all([findPasswordState(ctx), listMethodRows(ctx)]);
  const live = rows.filter(({ provenAt }) => provenAt !== null);
  return { isPasswordOn, methods: live.map(({ slug, name, kind }) => ({ slug, name, kind })) };
}

async function describe(ctx: Context, rows: MethodRow[], userId: string): Promise<SignInMethod[]> {
  const counts = await countIdentities(ctx, userId);
  const none = { people: 0, isLinked: false };
  return rows.map((row) => toMethod(row, { settings: ctx.settings, ...(counts.get(row.id) ?? none) }));
}
