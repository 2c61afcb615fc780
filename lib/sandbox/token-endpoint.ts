import { setTimeout as delay } from "node:timers/promises";
import type { Middleware, Provider, ProviderContext } from "oidc-provider";
import type { DrillAnswer, DrillSettings, Drills } from "./drills.ts";
import { type Reply, readForm, sendJson, sendReply } from "./http.ts";

type Drill = NonNullable<DrillSettings["next"]>;

/** Stands before the token endpoint: counts every request, and misbehaves when a drill says so. */
export function tokenEndpoint(provider: Provider, drills: Drills, closing: AbortSignal): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== "/token" || ctx.method !== "POST") return next();
    const at = new Date().toISOString();
    const isWrongWay = refusesWay(ctx, drills.settings);
    const drill = isWrongWay ? null : drills.takeNext();
    const refusal = isWrongWay ? unknownClient : drill && refusals[drill.answer]?.(drill);
    const form = refusal ? await readForm(ctx.req) : new URLSearchParams();
    if (refusal) sendReply(ctx, refusal);
    else await next();
    if (drills.settings.looksFirstAt === "code") await blameCode(ctx, provider);
    if (drill?.answer === "narrower-scope") await narrowScope(ctx);
    drills.recordTokenRequest({
      at,
      grantType: form.get("grant_type") ?? ctx.oidc?.params?.grant_type ?? "unknown",
      clientId: form.get("client_id") ?? ctx.oidc?.client?.clientId ?? null,
      status: drill?.answer === "lost-answer" ? null : ctx.status,
      error: errorOf(ctx.body),
      drill: drill?.answer ?? null,
    });
    if (drill?.answer === "slow")
      await delay(drill.delaySeconds * 1000, undefined, { signal: closing }).catch(() => loseAnswer(ctx));
    if (drill?.answer === "lost-answer") loseAnswer(ctx);
  };
}

const unknownClient: Reply = {
  status: 401,
  body: { error: "invalid_client", error_description: "client authentication failed" },
};

/** Whether the credentials came in a way that the knob has switched off. */
function refusesWay(ctx: ProviderContext, { clientAuthentication }: DrillSettings): boolean {
  const isInHeader = /^basic /i.test(ctx.get("authorization"));
  return clientAuthentication === (isInHeader ? "body" : "header");
}

/** A code that was never given out is what is wrong, whoever brings it: the client is not looked at any more. */
async function blameCode(ctx: ProviderContext, provider: Provider): Promise<void> {
  const { grant_type, code = "" } = ctx.oidc?.body ?? {};
  if (errorOf(ctx.body) !== "invalid_client" || grant_type !== "authorization_code") return;
  if (await provider.AuthorizationCode.find(code)) return;
  ctx.res.removeHeader("www-authenticate");
  sendJson(ctx, 400, { error: "invalid_grant", error_description: "grant request is invalid" });
}

const error_description = "A drill asked for this answer.";

/** The answers that are given without the provider's knowledge. */
const refusals: Partial<Record<DrillAnswer, (drill: Drill) => Reply>> = {
  "invalid-grant": () => ({ status: 400, body: { error: "invalid_grant", error_description } }),
  "server-error": () => ({ status: 500, body: { error: "server_error", error_description } }),
  "rate-limited": ({ retryAfterSeconds }) => ({
    status: 429,
    body: { error: "temporarily_unavailable", error_description },
    headers: { "retry-after": String(retryAfterSeconds) },
  }),
  "bad-gateway": () => ({
    status: 502,
    body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
    headers: { "content-type": "text/html" },
  }),
};

/** The request was carried out; only its answer never arrives. */
function loseAnswer(ctx: ProviderContext): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

/** Grants less than was asked, in the answer and in the access token alike: the file scopes, else the last one. */
async function narrowScope(ctx: ProviderContext): Promise<void> {
  const token = ctx.oidc?.entities.AccessToken;
  if (!token?.scope || !isTokenAnswer(ctx.body)) return;
  const asked = token.scope.split(" ");
  const kept = asked.filter((scope) => !scope.startsWith("files:"));
  token.scope = (kept.length < asked.length ? kept : asked.slice(0, -1)).join(" ");
  await token.save();
  ctx.body.scope = token.scope;
}

function isTokenAnswer(body: unknown): body is { access_token: string; scope: string } {
  return typeof body === "object" && body !== null && "access_token" in body;
}

function errorOf(body: unknown): string | null {
  const value: unknown = typeof body === "string" && body.startsWith("{") ? JSON.parse(body) : body;
  return typeof value === "object" && value !== null && "error" in value ? String(value.error) : null;
}
