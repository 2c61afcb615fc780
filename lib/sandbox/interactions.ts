import {
  errors,
  type Interaction,
  type Middleware,
  type Provider,
  type ProviderContext,
} from "oidc-provider";
import { readForm, seeOther, sendPage } from "./http.ts";
import { consentPage } from "./pages/consent-page.ts";
import { errorPage } from "./pages/error-page.ts";
import { loginPage } from "./pages/login-page.ts";
import { findByPassword, findPerson, people } from "./people.ts";
import { scopes } from "./scopes.ts";

interface Steps {
  provider: Provider;
  consoleOrigin: string;
}

/** The two steps that a person takes between `/authorize` and the redirect back: signing in and consenting. */
export function interactions(steps: Steps): Middleware {
  return async (ctx, next) => {
    if (!/^\/interaction\/[\w-]+$/.test(ctx.path)) return next();
    const interaction = await findInteraction(steps, ctx);
    if (!interaction) return sendPage(ctx, 410, errorPage({ code: "expired", detail: "" }));
    const isLogin = interaction.prompt.name === "login";
    if (ctx.method === "POST")
      return isLogin ? signIn(steps, ctx, interaction) : decide(steps, ctx, interaction);
    if (isLogin) return sendPage(ctx, 200, loginView(ctx, interaction, prefilled(ctx)));
    return sendPage(ctx, 200, consentView(steps, interaction));
  };
}

async function findInteraction({ provider }: Steps, ctx: ProviderContext): Promise<Interaction | null> {
  try {
    const interaction = await provider.interactionDetails(ctx.req, ctx.res);
    return ctx.path === `/interaction/${interaction.uid}` ? interaction : null;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}

async function signIn(steps: Steps, ctx: ProviderContext, interaction: Interaction): Promise<void> {
  const form = await readForm(ctx.req);
  const email = form.get("email") ?? "";
  const person = findByPassword(email, form.get("password") ?? "");
  if (!person)
    return sendPage(ctx, 422, loginView(ctx, interaction, { email, password: "", isRefused: true }));
  // Another tab may have signed somebody else in since: that session ends, or the provider would ask to log out first.
  const session = await steps.provider.Session.get(ctx);
  if (session.accountId && session.accountId !== person.id) await session.destroy();
  await finish(steps, ctx, { login: { accountId: person.id, amr: ["pwd"] } });
}

async function decide(steps: Steps, ctx: ProviderContext, interaction: Interaction): Promise<void> {
  const decision = (await readForm(ctx.req)).get("decision");
  const person = findPerson(interaction.session?.accountId);
  if (decision !== "allow" || !person) {
    return finish(steps, ctx, {
      error: "access_denied",
      error_description: "The account's owner did not agree.",
    });
  }
  // A grant for each authorization, so that ending one connection leaves the others of the same person alone.
  const grant = new steps.provider.Grant({
    accountId: person.id,
    clientId: interaction.params.client_id ?? "",
  });
  grant.addOIDCScope(
    askedScopes(interaction)
      .map(({ id }) => id)
      .join(" "),
  );
  await finish(steps, ctx, { consent: { grantId: await grant.save() } });
}

async function finish(
  { provider }: Steps,
  ctx: ProviderContext,
  result: Record<string, unknown>,
): Promise<void> {
  seeOther(ctx, await provider.interactionResult(ctx.req, ctx.res, result));
}

function askedScopes({ params }: Interaction) {
  const asked = new Set((params.scope ?? "").split(" "));
  return scopes.filter(({ id }) => asked.has(id));
}

function prefilled(ctx: ProviderContext) {
  const person = findPerson([ctx.query.person].flat()[0]);
  return { email: person?.email ?? "", password: person?.password ?? "", isRefused: false };
}

function loginView(
  ctx: ProviderContext,
  interaction: Interaction,
  form: { email: string; password: string; isRefused: boolean },
): string {
  return loginPage({ action: ctx.path, clientId: interaction.params.client_id ?? "", people, form });
}

function consentView({ consoleOrigin }: Steps, interaction: Interaction): string {
  const again = new URLSearchParams();
  for (const [name, value] of Object.entries(interaction.params))
    if (value !== undefined) again.set(name, value);
  again.set("prompt", "login");
  return consentPage({
    consoleOrigin,
    action: `/interaction/${interaction.uid}`,
    clientId: interaction.params.client_id ?? "",
    person: findPerson(interaction.session?.accountId),
    scopes: askedScopes(interaction),
    switchUrl: `/authorize?${again}`,
  });
}
