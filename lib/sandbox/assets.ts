import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Middleware, ProviderContext } from "oidc-provider";
import { html } from "./pages/html.ts";
import { findPerson, type Person } from "./people.ts";

interface Asset {
  type: string;
  body: Buffer | string;
}

// The package exports no font file, only the module beside the folder of them.
const fonts = new URL("./fonts/", `file://${createRequire(import.meta.url).resolve("geist/font")}`);

const sheets = ["theme", "shapes", "steps", "start", "narrow"];

/** Style, fonts and pictures of the pages; read once. */
export function assets(): Middleware {
  const files: Record<string, Asset> = {
    "/assets/sandbox.css": {
      type: "text/css",
      body: sheets
        .map((name) => readFileSync(new URL(`./pages/${name}.css`, import.meta.url), "utf8"))
        .join("\n"),
    },
    "/assets/geist.woff2": {
      type: "font/woff2",
      body: readFileSync(new URL("geist-sans/Geist-Variable.woff2", fonts)),
    },
    "/assets/geist-mono.woff2": {
      type: "font/woff2",
      body: readFileSync(new URL("geist-mono/GeistMono-Variable.woff2", fonts)),
    },
    "/assets/icon.svg": { type: "image/svg+xml", body: mark },
  };
  return async (ctx, next) => {
    if (ctx.method !== "GET" || !ctx.path.startsWith("/assets/")) return next();
    const person = findPerson(/^\/assets\/people\/([\w-]+)\.svg$/.exec(ctx.path)?.[1]);
    const asset = person ? { type: "image/svg+xml", body: portrait(person) } : files[ctx.path];
    return asset ? send(ctx, asset) : next();
  };
}

function send(ctx: ProviderContext, { type, body }: Asset): void {
  ctx.status = 200;
  ctx.type = type;
  ctx.set("cache-control", "public, max-age=3600");
  ctx.body = body;
}

const mark =
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#2f8fae" stroke-width="2.1" stroke-linecap="round"><path d="M10.6 7h2.8l2.3 9.5H8.3zM12 7V3.2M9.4 12.2h5.2M3.5 18.6c1.4 1.2 2.8 1.2 4.2 0 1.4 1.2 2.9 1.2 4.3 0 1.4 1.2 2.9 1.2 4.3 0 1.4 1.2 2.8 1.2 4.2 0" /></svg>`
    .markup;

/** Initials on a colour of their own. */
function portrait({ id, name }: Person): string {
  const initials = name
    .split(" ")
    .map((word) => word.charAt(0))
    .join("");
  const hue = [...id].reduce((sum, sign) => sum + sign.charCodeAt(0) * 37, 0) % 360;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72" role="img" aria-label="${name}"><rect width="72" height="72" fill="hsl(${hue} 38% 34%)" /><text x="36" y="37" fill="#fff" font-family="Geist, ui-sans-serif, system-ui, sans-serif" font-size="26" font-weight="500" text-anchor="middle" dominant-baseline="central">${initials}</text></svg>`
    .markup;
}
