import { z } from "zod";
import { listOperations } from "#app/api/manifest.ts";
import { encodeCursor } from "#lib/core/page.ts";
import type { AccessRoute } from "./access-routes.ts";
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

const types = [
  ...[
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
  ],
  ...[
    "application/json; charset=utf-16",
    "application/json;",
    "APPLICATION/JSON",
    "application/jsonp",
    ";",
    "\u00ff",
  ],
];

function contentType(random: Random, isWrong: boolean): string {
  return isWrong && random() < 0.12 ? pick(random, types) : "application/json";
}

const segments = [
  ...[
    "%00",
    "a%00b",
    "%ff",
    "%ed%a0%80",
    "%c0%80",
    "%",
    "%zz",
    "..%2f..",
    "%2e%2e",
    "..",
    ".",
    "%20",
    "%0d%0ax",
    "+",
  ],
  ...[
    "__proto__",
    "constructor",
    "[object%20Object]",
    "%7B%7D",
    "null",
    "undefined",
    "NaN",
    "-1",
    "1e999",
    "%F0%9F%9A%A2",
  ],
  ...[
    "'%20OR%201=1",
    "%22%3E%3Cscript%3E",
    "%E2%80%AE",
    "*",
    "%25",
    "%2525",
    "x".repeat(81),
    "x".repeat(4_000),
    ";a=b",
  ],
];

function corruptPath(random: Random, path: string): string {
  const parts = path.split("?")[0]?.split("/") ?? [];
  const ids = parts.flatMap((part, index) => (/[0-9]/.test(part) ? [index] : []));
  const at = ids.length > 0 ? pick(random, ids) : parts.length - 1;
  return parts.with(at, pick(random, segments)).join("/") || "/";
}

const cursors = [
  ...[999_999_999_999_999, 8_640_000_000_000, 0].map((ms) =>
    encodeCursor({ createdAt: new Date(ms), id: "z" }),
  ),
  ...[btoa("-1.x"), btoa("999999999999999.z"), btoa("1.\u0000"), "%00", "====", "bm9uZQ"],
];
const values = [
  ...[
    "",
    "%00",
    "%ff",
    "%ed%a0%80",
    "%",
    "1e999",
    "-1",
    "0",
    "NaN",
    "99999999999999999999",
    "1.5",
    "true",
    "null",
    "%F0%9F%9A%A2",
  ],
  ...[
    "%5B%5D",
    "%7B%22not%22:%22%22%7D",
    "'%20OR%201=1--",
    "%25%5F",
    "x".repeat(3_000),
    "+275760-09-13T00:00:00.000Z",
  ],
  ...[
    "%2B275760-09-13T00:00:00.000Z",
    "-271821-04-20T00:00:00.000Z",
    "0001-01-01T00:00:00Z",
    "2026-13-45T99:99:99Z",
    "9999-12-31T23:59:59.999Z",
  ],
  ...["%5C", "((((", "a%0d%0ab", "%E2%80%AE", "all", "me", "../..", "javascript:alert(1)", "//evil.test"],
];

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
    const value = name === "cursor" ? pick(random, cursors) : pick(random, values);
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

const names = [
  ...[
    "authorization",
    "cookie",
    "accept",
    "accept-language",
    "origin",
    "referer",
    "user-agent",
    "content-encoding",
  ],
  ...[
    "mooring-connection",
    "idempotency-key",
    "x-mooring-request",
    "sec-fetch-site",
    "sec-fetch-mode",
    "sec-purpose",
  ],
  ...[
    "rsc",
    "next-router-state-tree",
    "next-router-prefetch",
    "next-router-segment-prefetch",
    "next-action",
    "next-url",
  ],
  ...[
    "x-forwarded-for",
    "x-forwarded-host",
    "forwarded",
    "x-middleware-subrequest",
    "x-nextjs-data",
    "x-request-id",
  ],
  ...[
    "range",
    "if-none-match",
    "if-modified-since",
    "te",
    "expect",
    "host",
    "content-type",
    "x-http-method-override",
  ],
];
const headerValues = [
  ...[
    "",
    " ",
    "1",
    "null",
    "%00",
    "\u00ff\u00fe",
    "*/*",
    "a".repeat(6_000),
    "Bearer",
    "Bearer ",
    "Bearer mrg_",
    "Basic Og==",
  ],
  ...[
    "Bearer mrg_\u00ff",
    `Bearer ${"x".repeat(5_000)}`,
    "mooring-session=",
    "mooring-session=x.y.z",
    "mooring-session=%00",
  ],
  ...[
    "mooring-session=eyJhbGciOiJkaXIifQ..a.b.c",
    "bytes=0-",
    'W/"x"',
    "cross-site",
    "prefetch",
    "%5B%22%22%5D",
    "[",
    "{}",
  ],
  ...[
    "conn-x",
    "_",
    "https://evil.test",
    "100-continue",
    "gzip",
    "middleware:middleware:middleware",
    'for="_x"',
    "0".repeat(40),
  ],
];

function corruptHeaders(random: Random): string[] {
  const count = 1 + Math.floor(random() * 3);
  const lines = Array.from({ length: count }, () => `${pick(random, names)}: ${pick(random, headerValues)}`);
  return random() < 0.03
    ? [...lines, ...Array.from({ length: 150 }, (_, n) => `x-${n}: ${hostileText(() => 0.1)}`)]
    : lines;
}
