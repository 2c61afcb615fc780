import type { Middleware, Provider } from "oidc-provider";

/**
 * Stands before the authorization endpoint. It always asks for consent, which OpenID Connect Core §11 demands before
 * a refresh token for offline use; `login` and `select_account` end the practice session first, so that somebody
 * else can sign in. `none` stays what it is.
 */
export function authorizeEndpoint(provider: Provider): Middleware {
  return async (ctx, next) => {
    const { prompt } = ctx.query;
    if (ctx.path !== "/authorize" || Array.isArray(prompt) || prompt === "none") return next();
    const prompts = new Set((prompt ?? "").split(" ").filter(Boolean));
    if (prompts.has("login") || prompts.has("select_account"))
      await (await provider.Session.get(ctx)).destroy();
    prompts.delete("login");
    prompts.delete("select_account");
    ctx.query = { ...ctx.query, prompt: [...prompts.add("consent")].join(" ") };
    return next();
  };
}
