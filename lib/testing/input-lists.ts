import { encodeCursor } from "#lib/core/page.ts";

/** What a body is said to be and is not. */
export const contentTypes = [
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

/** Parts of a path that name nothing. */
export const pathSegments = [
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

/** Places in a list that were never given out. */
export const cursors = [
  ...[999_999_999_999_999, 8_640_000_000_000, 0].map((ms) =>
    encodeCursor({ createdAt: new Date(ms), id: "z" }),
  ),
  ...[btoa("-1.x"), btoa("999999999999999.z"), btoa("1.\u0000"), "%00", "====", "bm9uZQ"],
];

/** Values of a query, as they stand in an address. */
export const queryValues = [
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

/** Headers that somebody reads: we, the framework, HTTP itself. */
export const headerNames = [
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
    "mooring-workspace",
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

/** Values of headers that are not meant for them. */
export const headerValues = [
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
