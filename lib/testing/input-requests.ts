import { z } from "zod";
import { listOperations } from "#app/api/manifest.ts";
import type { AccessRoute } from "./access-routes.ts";
import {
  contentTypes,
  cursors,
  headerNames,
  headerValues,
  pathSegments,
  queryValues,
} from "./input-lists.ts";
import { corruptJson, hostileText, pick, type Random } from "./input-values.ts";

/** A request as it goes onto the wire. */
export interface RawRequest {
  method: string;
  target: string;
  headers: string[];
  body: Buffer;
}

/** What a right request to a route would be, and who would send it. */
export interface RightRequest {
  route: AccessRoute;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

const queries = new Map(
  listOperations().map(({ method, path, declaration }) => [
    `${method.toUpperCase()} ${path}`,
    declaration.input?.query ? fieldsOf(declaration.input.query) : [],
  ]),
);

function fieldsOf(schema: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return Object.keys(properties);
}

/** The request with something about it wrong: its body, its query, its path, its headers, or several of them. */
export function corruptRequest(random: Random, { route, path, headers, body }: RightRequest): RawRequest {
  const hasBody = !["GET", "HEAD"].includes(route.method);
  const what = random();
  const wrong = {
    body: hasBody && (what < 0.55 || what > 0.95),
    query: (what >= 0.55 && what < 0.7) || (!hasBody && what < 0.25),
    path: what >= 0.7 && what < 0.82,
    header: what >= 0.82 || (!hasBody && what >= 0.25 && what < 0.55),
  };
  const bytes = wrong.body
    ? corruptJson(random, body)
    : hasBody
      ? Buffer.from(JSON.stringify(body ?? {}))
      : Buffer.alloc(0);
  const target =
    (wrong.path ? corruptPath(random, path) : path) + (wrong.query ? corruptQuery(random, route) : "");
  const own = { ...headers, ...(hasBody && { "content-type": contentType(random, wrong.body) }) };
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}`);
  return {
    method: route.method,
    target,
    headers: wrong.header ? [...dropOne(random, lines), ...corruptHeaders(random)] : lines,
    body: bytes,
  };
}

function contentType(random: Random, isWrong: boolean): string {
  return isWrong && random() < 0.12 ? pick(random, contentTypes) : "application/json";
}

function corruptPath(random: Random, path: string): string {
  const parts = path.split("?")[0]?.split("/") ?? [];
  const ids = parts.flatMap((part, index) => (/[0-9]/.test(part) ? [index] : []));
  const at = ids.length > 0 ? pick(random, ids) : parts.length - 1;
  return parts.with(at, pick(random, pathSegments)).join("/") || "/";
}

function corruptQuery(random: Random, { method, path }: AccessRoute): string {
  const known = queries.get(`${method === "HEAD" ? "GET" : method} ${path}`) ?? [];
  const names = [
    ...known,
    ...known,
    "returnTo",
    "code",
    "state",
    "iss",
    "handle",
    "_rsc",
    "%00",
    "__proto__",
    "limit",
  ];
  const fields = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const name = pick(random, names);
    const value = name === "cursor" ? pick(random, cursors) : pick(random, queryValues);
    return pick(random, [
      `${name}=${value}`,
      `${name}=${value}&${name}=${value}`,
      `${name}[gt]=${value}`,
      name,
      `${name}=${value}`,
    ]);
  });
  return `?${fields.join("&")}`;
}

function dropOne(random: Random, lines: string[]): string[] {
  if (random() < 0.6) return lines;
  return lines.toSpliced(Math.floor(random() * lines.length), 1);
}

function corruptHeaders(random: Random): string[] {
  const count = 1 + Math.floor(random() * 3);
  const lines = Array.from(
    { length: count },
    () => `${pick(random, headerNames)}: ${pick(random, headerValues)}`,
  );
  return random() < 0.03
    ? [...lines, ...Array.from({ length: 150 }, (_, n) => `x-${n}: ${hostileText(() => 0.1)}`)]
    : lines;
}
