import { Pool } from "undici";
import { type Cell, targetOf } from "./access-cells.ts";
import type { Thing } from "./access-rules.ts";
import type { AccessWorld } from "./access-world.ts";

export interface AccessAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface AccessRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Sends requests whose paths are these very bytes: what comes is read to its end. */
export interface AccessClient {
  send(request: AccessRequest): Promise<AccessAnswer>;
  close(): Promise<void>;
}

export function createAccessClient(origin: string): AccessClient {
  // A page may take its time on a machine that does much else.
  const pool = new Pool(origin, { connections: 8, headersTimeout: 60_000, bodyTimeout: 60_000 });
  return {
    send: async ({ method, path, headers, body }) => {
      const answer = await pool.request({ method: method as "GET", path, headers, body: body ?? null });
      const fields = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join("\n")]);
      const text = await answer.body.text();
      return { status: answer.statusCode, headers: Object.fromEntries(fields), text };
    },
    close: () => pool.close(),
  };
}

/** The request of a cell. `ids` are those of the thing, unless another one takes its place. */
export async function requestOf(world: AccessWorld, cell: Cell): Promise<AccessRequest> {
  const { route, row, caller, thing } = cell;
  const ids = row.place ? row.place(world, thing, caller) : (thing?.ids ?? []);
  const hasBody = !["GET", "HEAD"].includes(route.method);
  const body = hasBody ? await row.body?.(world, thing, caller) : undefined;
  return {
    method: route.method,
    path: targetOf(route.path, ids) + (row.search ?? ""),
    headers: {
      accept: route.kind === "page" ? "text/html" : "application/json",
      ...(hasBody && { "content-type": "application/json" }),
      ...caller.headers,
      ...row.headers?.(thing),
    },
    ...(hasBody && { body: JSON.stringify(body ?? {}) }),
  };
}

/** An answer without what differs between any two: ids, times, nonces, and the address that was asked for. */
export function maskAnswer({ status, headers, text }: AccessAnswer, thing: Thing | undefined): string {
  const named = (thing?.ids ?? []).flatMap((id) => [
    id,
    encodeURIComponent(id),
    encodeURIComponent(encodeURIComponent(id)),
  ]);
  const mask = (value: string) =>
    named
      .reduce((rest, id) => rest.replaceAll(id, "{id}"), value)
      .replaceAll(/[a-z]+-[0-9a-hjkmnp-tv-z]{26}/g, "{id}")
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "{uuid}")
      .replaceAll(/(nonce[-=":\\]+)[A-Za-z0-9_-]{22}/g, "$1{nonce}")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "{time}");
  const { date: _, "content-length": __, "mooring-upstream-ms": ___, ...rest } = headers;
  const isPage = headers["content-type"]?.startsWith("text/html") === true;
  const shown = isPage ? wordsOf(mask(text)) : mask(text);
  return JSON.stringify({ status, headers: mask(JSON.stringify(rest)), text: shown });
}

// A page comes in pieces, in the order in which they are ready: what counts is which words it has.
function wordsOf(page: string): string {
  const own = page.replaceAll(/<script[^>]*>(?!\(?self\.__next_f)[\s\S]*?<\/script>/g, "");
  return [...new Set(own.match(/\w{4,}/g))].toSorted().join(" ");
}
