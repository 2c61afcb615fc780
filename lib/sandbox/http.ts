import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { Middleware, ProviderContext } from "oidc-provider";

const LIMIT_BYTES = 64 * 1024;

/** The whole body as text; `null` when it is longer than 64 KiB. */
export async function readText(req: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LIMIT_BYTES) chunks.push(chunk);
  }
  return bytes > LIMIT_BYTES ? null : Buffer.concat(chunks).toString("utf8");
}

/** The JSON value of a text; `undefined` when it is none, or too long, which no schema takes. */
export function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A submitted form; empty when it is too long to be one of ours. */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readText(req)) ?? "");
}

/** Answers JSON that nobody keeps. */
export function sendJson(ctx: ProviderContext, status: number, body: unknown): void {
  ctx.status = status;
  ctx.type = "application/json";
  ctx.set("cache-control", "no-store");
  ctx.body = JSON.stringify(body);
}

/** What a handler has to say: JSON, unless the body is a string or a stream. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Answers with a reply. */
export function sendReply(ctx: ProviderContext, { status, body, headers = {} }: Reply): void {
  if (typeof body === "string" || body instanceof Readable) ctx.body = body;
  else if (body !== undefined) sendJson(ctx, status, body);
  ctx.status = status;
  for (const [name, value] of Object.entries(headers)) ctx.set(name, value);
}

/** Answers a page. */
export function sendPage(ctx: ProviderContext, status: number, page: string): void {
  ctx.status = status;
  ctx.type = "html";
  ctx.set("cache-control", "no-store");
  ctx.body = page;
}

/** 303: whatever it was, the next request is a GET. */
export function seeOther(ctx: ProviderContext, url: string): void {
  ctx.status = 303;
  ctx.redirect(url);
}

/**
 * Refuses what another site sends: a foreign Host (DNS rebinding), and a form whose page is not ours. What has
 * neither Origin nor Sec-Fetch-Site is no browser, and free to come; the API asks for a token anyway.
 */
export function refuseForeign(origin: string): Middleware {
  const { host } = new URL(origin);
  return async (ctx, next) => {
    if (ctx.get("host") !== host) {
      if (ctx.method === "GET" && ctx.accepts("json", "html") === "html") return seeOther(ctx, origin);
      return sendJson(ctx, 421, {
        error: "misdirected_request",
        error_description: `This server answers at ${origin} only.`,
      });
    }
    const site = ctx.get("sec-fetch-site");
    const from = ctx.get("origin");
    const isWrite = !["GET", "HEAD", "OPTIONS"].includes(ctx.method) && !ctx.path.startsWith("/api/");
    if (isWrite && (site ? site !== "same-origin" : from && from !== origin)) {
      return sendJson(ctx, 403, {
        error: "foreign_origin",
        error_description: "Another site's page may not do this.",
      });
    }
    return next();
  };
}

/** No framing, no sniffing, nothing from elsewhere; forms lead here or, through a redirect, back to the console. */
export function securityHeaders(consoleOrigin: string): Middleware {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    `form-action 'self' ${consoleOrigin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return async (ctx, next) => {
    ctx.set("content-security-policy", policy);
    ctx.set("x-content-type-options", "nosniff");
    ctx.set("referrer-policy", "same-origin");
    return next();
  };
}
