import type { Middleware } from "oidc-provider";
import type { ApiKeys } from "./api-keys.ts";
import type { Drills } from "./drills.ts";
import { readStats } from "./drills-api.ts";
import { sendPage } from "./http.ts";
import { errorPage } from "./pages/error-page.ts";
import { homePage } from "./pages/home-page.ts";
import type { PracticeClient } from "./practice-client.ts";
import type { SandboxStore } from "./store.ts";

interface StartPage {
  origin: string;
  consoleOrigin: string;
  drills: Drills;
  store: SandboxStore;
  secondClient: PracticeClient;
  apiKeys: ApiKeys;
}

/** The page at `/`, and a page instead of bare words where there is nothing. */
export function startPage({ drills, store, ...facts }: StartPage): Middleware {
  return async (ctx, next) => {
    if (ctx.path === "/" && ctx.method === "GET") {
      const stats = await readStats(drills, store);
      const outcome = "refused" in ctx.query ? "refused" : String(ctx.query.done ?? "");
      return sendPage(ctx, 200, homePage({ ...facts, settings: drills.settings, stats, outcome }));
    }
    await next();
    if (ctx.status === 404 && ctx.body == null && ctx.accepts("json", "html") === "html") {
      sendPage(ctx, 404, errorPage({ code: "not_found", detail: ctx.path }));
    }
  };
}
