/** Spellings of a path that a router, a proxy or the framework may take for the path itself (P-07). Each is a request target. */
export function pathVariants(path: string): string[] {
  const slashes = [...path.matchAll(/\//g)].map(({ index }) => index);
  const segments = path.split("/").slice(1);
  const withSegment = (index: number, text: string) => `/${segments.with(index, text).join("/")}`;
  return [
    ...slashes.flatMap((at) =>
      ["//", "///", "/./", "/%2f", "%2f", "/;/", "\\", "/\\", "/x/../"].map(
        (slash) => path.slice(0, at) + slash + path.slice(at + 1),
      ),
    ),
    ...segments.flatMap((segment, index) =>
      [
        segment.toUpperCase(),
        segment.slice(0, 1).toUpperCase() + segment.slice(1),
        `%${(segment.codePointAt(0) ?? 0).toString(16)}${segment.slice(1)}`,
        `%25${(segment.codePointAt(0) ?? 0).toString(16)}${segment.slice(1)}`,
        ...[
          `${segment};x`,
          `${segment}%20`,
          `${segment}.`,
          `${segment}%00`,
          `${segment}.json`,
          `${segment}.rsc`,
        ],
      ].map((text) => withSegment(index, text)),
    ),
    path.toUpperCase(),
    ...endings.map((end) => path + end),
    ...beginnings.map((start) => start + path),
    ...["/_next/data/build", "/_next/data/development", "/_next/data/build/en"].map(
      (at) => `${at}${path}.json`,
    ),
    ...queries.map((query) => `${path}?${query}`),
  ];
}

const endings = (
  "/|//|/.|/%2e|/%2f|.|;|;x=1|%20|%00|%2f|.rsc|.json|.html|.txt|.action|.body|.meta|.prefetch.rsc|.segment.rsc|" +
  ".segments/_tree.segment.rsc|.rsc?_rsc=1|/.rsc|/index|/route|/index.json|$d$|~"
).split("|");

const beginnings = (
  "/_next|/_next/data|/_next/data/build|/_next/image?url=|/_next/static|/en|/.|/x/..|/%2e|/%2e%2e|/;|/index|/api|" +
  "http://localhost|http://localhost:3000|https://evil.test|//evil.test|/pages|/app|/src/app|/_error|/404"
).split("|");

const queries = (
  "nxtPid=other|nxtPslug=other|nxtPpath=other|nxtPintegrationId=other|nxtIid=other|nxtP=|nxtPid=a&nxtPid=b|" +
  "__nextDataReq=1|__nextLocale=en|__nextDefaultLocale=en|__nextFallback=true|__nextInferredLocaleFromDefault=1|__flight__=1|" +
  "nextInternalLocale=de|_rsc=1|amp=1|x-prerender-revalidate=1|__nextNotFoundSrcPage=/api|%6extPid=other"
).split("|");

const subrequests = [
  ...["middleware", "src/middleware", "proxy", "src/proxy", "pages/_middleware", "app/middleware", "1", ""],
  ...["middleware", "src/middleware", "proxy", "src/proxy"].map((name) => Array(5).fill(name).join(":")),
];

/** Fields by which a framework or a proxy passes on what it decided; from a caller they decide nothing. */
export const headerVariants: readonly string[] = [
  ...subrequests.map((value) => `x-middleware-subrequest: ${value}`),
  ...[
    "x-middleware-next: 1",
    "x-middleware-rewrite: /api/openapi.json",
    "x-middleware-skip: 1",
    "x-middleware-set-cookie: a=b",
  ],
  ...[
    "x-middleware-override-headers: authorization",
    "x-middleware-request-authorization: Bearer x",
    "x-middleware-prefetch: 1",
  ],
  ...[
    "x-matched-path: /api/openapi.json",
    "x-invoke-path: /api/openapi.json",
    "x-invoke-output: /api/openapi.json",
  ],
  ...[
    "x-invoke-status: 200",
    "x-invoke-query: {}",
    "x-now-route-matches: 1=other&nxtPid=other",
    "x-nextjs-data: 1",
  ],
  ...[
    "rsc: 1",
    "next-router-prefetch: 1",
    "next-router-state-tree: []",
    "next-action: x",
    "next-url: /api/openapi.json",
  ],
  ...[
    "x-original-url: /api/openapi.json",
    "x-rewrite-url: /api/openapi.json",
    "x-forwarded-uri: /api/openapi.json",
  ],
  ...[
    "x-http-method-override: GET",
    "x-http-method: GET",
    "x-method-override: OPTIONS",
    "x-prerender-revalidate: 1",
  ],
  ...[
    "x-forwarded-host: localhost",
    "x-forwarded-for: 127.0.0.1",
    "x-real-ip: 127.0.0.1",
    "forwarded: for=127.0.0.1;host=localhost",
  ],
  ...[
    "x-mooring-client-address: 127.0.0.1",
    "x-mooring-request-id: 1",
    "purpose: prefetch",
    "sec-purpose: prefetch",
  ],
];

/** Whether a spelling let everybody in, or kept everybody out, as the path itself does; or leads nobody to anything. */
export function isSameResult(statuses: readonly number[], canonical: readonly number[]): boolean {
  const isSame = statuses.every((status, index) => status === canonical[index]);
  return isSame || statuses.every((status) => status === 0 || status >= 300);
}
