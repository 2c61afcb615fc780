import type { Middleware, ProviderContext } from "oidc-provider";
import { z } from "zod";
import type { DrillCounters, Drills } from "./drills.ts";
import { parseJson, readForm, readText, seeOther, sendJson } from "./http.ts";
import type { SandboxStore } from "./store.ts";

/** What happened since the last reset. */
export interface DrillStats extends DrillCounters {
  /** Grants that can still be refreshed. */
  activeFamilies: number;
}

/**
 * The knobs for programs: `GET`, `PUT` (a part is enough) and `DELETE /drills` (back to the start, counters at
 * nought), `GET /drills/stats`, `DELETE /drills/access-tokens` (all of them stop working at once).
 * `POST /drills` is the same for the form on the start page.
 */
export function drillsApi(drills: Drills, store: SandboxStore): Middleware {
  return async (ctx, next) => {
    switch (`${ctx.method} ${ctx.path}`) {
      case "GET /drills":
        return sendJson(ctx, 200, drills.settings);
      case "PUT /drills":
        return changeFromJson(ctx, drills);
      case "DELETE /drills":
        drills.reset();
        return sendJson(ctx, 200, drills.settings);
      case "GET /drills/stats":
        return sendJson(ctx, 200, await readStats(drills, store));
      case "DELETE /drills/access-tokens":
        await expireAll(store);
        return sendJson(ctx, 200, drills.settings);
      case "POST /drills":
        return changeFromForm(ctx, drills, store);
      default:
        return next();
    }
  };
}

export async function readStats(drills: Drills, store: SandboxStore): Promise<DrillStats> {
  return { ...drills.counters, activeFamilies: await store.count("Grant") };
}

async function expireAll(store: SandboxStore): Promise<void> {
  await Promise.all([store.deleteAll("AccessToken"), store.deleteAll("ClientCredentials")]);
}

async function changeFromJson(ctx: ProviderContext, drills: Drills): Promise<void> {
  try {
    sendJson(ctx, 200, drills.change(parseJson(await readText(ctx.req))));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    sendJson(ctx, 422, { error: "invalid_drills", error_description: z.prettifyError(error) });
  }
}

async function changeFromForm(ctx: ProviderContext, drills: Drills, store: SandboxStore): Promise<void> {
  const form = await readForm(ctx.req);
  const act = form.get("act");
  if (act === "reset") drills.reset();
  if (act === "expire") await expireAll(store);
  if (act === "apply" && !isApplied(drills, form)) return seeOther(ctx, "/?refused=1#drills");
  seeOther(ctx, `/?done=${act}#drills`);
}

function isApplied(drills: Drills, form: URLSearchParams): boolean {
  const answer = form.get("answer");
  try {
    drills.change({
      accessTokenLifetimeSeconds: Number(form.get("lifetime")),
      rotation: form.get("rotation"),
      graceSeconds: Number(form.get("grace")),
      clientAuthentication: form.get("way"),
      looksFirstAt: form.get("first"),
      next: answer === "truth" ? null : { answer, count: Number(form.get("count")) },
    });
    return true;
  } catch (error) {
    if (error instanceof z.ZodError) return false;
    throw error;
  }
}
