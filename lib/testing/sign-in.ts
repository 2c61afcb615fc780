import { completeSignIn, type SignInEnd } from "#lib/auth/complete-sign-in.ts";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { CreateSignInMethod, SignInMethod } from "#lib/sign-in-methods/contract.ts";
import { createSignInMethod } from "#lib/sign-in-methods/create-sign-in-method.ts";
import { type StartedSignIn, startSignIn } from "#lib/sign-in-methods/start-sign-in.ts";
import { authorizeAs } from "./authorize-as.ts";
import { testContext } from "./context.ts";
import type { PersonName, TestProvider } from "./provider.ts";

/** A context of somebody, or of nobody, to whom the test's own provider is the practice provider. */
export function signInContext(
  db: PrismaClient,
  { origin: sandboxOrigin, consoleOrigin: origin }: Pick<TestProvider, "origin" | "consoleOrigin">,
  parts: { actor?: MemberActor; now?: () => Date } = {},
): Context {
  return testContext({ db, fetch: globalThis.fetch, settings: { origin, sandboxOrigin }, ...parts });
}

/** The practice provider as a way to sign in, proven unless `isDraft`. */
export async function createPracticeMethod(
  ctx: Context,
  provider: TestProvider,
  { isDraft = false, ...parts }: Partial<CreateSignInMethod> & { isDraft?: boolean } = {},
): Promise<SignInMethod> {
  const { clientId, clientSecret } = provider.client;
  const method = await createSignInMethod(ctx, {
    ...{ kind: "oidc", name: "Practice", slug: "practice", issuer: provider.origin },
    ...{ clientId, clientSecret, allowedDomains: [], joinRole: null },
    ...parts,
  });
  if (!isDraft)
    await ctx.systemDb.signInMethod.update({ where: { id: method.id }, data: { provenAt: ctx.now() } });
  return method;
}

/** What a browser brings back from the provider after somebody signed in there. */
export interface Landed {
  slug: string;
  params: URLSearchParams;
  cookie: (name: string) => string | null;
}

/** Goes to the provider with what was started, signs in and allows. */
export async function landAs(
  { authorizationUrl, cookie }: StartedSignIn,
  person: PersonName,
): Promise<Landed> {
  const back = await authorizeAs(authorizationUrl, person);
  return {
    slug: back.pathname.split("/").at(-1) ?? "",
    params: back.searchParams,
    cookie: (name) => (name === cookie.name ? cookie.value : null),
  };
}

/** The whole of it: begins, signs in at the provider, and comes back. */
export async function signInAs(ctx: Context, person: PersonName, method = "practice"): Promise<SignInEnd> {
  return completeSignIn(ctx, await landAs(await startSignIn(ctx, { method }), person));
}
