const REMEMBERED = 1_000;

// Fields of HTTP itself that describe the request or its body and may travel end to end (RFC 9110 and its kin).
const endToEnd = new Set(
  `accept accept-charset accept-encoding accept-language cache-control content-digest content-disposition content-encoding
  content-language content-md5 content-range content-type digest idempotency-key if if-match if-modified-since if-none-match
  if-range if-unmodified-since last-event-id link pragma prefer range repr-digest slug traceparent tracestate user-agent
  want-content-digest want-repr-digest`.split(/\s+/),
);

// Fields that speak to a proxy, a browser, a framework or to us; the rest of what HTTP registers is for answers.
const controlled = new Set(
  `age allow alt-svc alt-used authentication-info authorization baggage client-ip connection content-length
  content-location content-security-policy cookie cookie2 date dnt early-data etag expect expires fastly-client-ip forwarded
  from host http2-settings keep-alive last-modified location max-forwards origin priority purpose referer referrer
  refresh retry-after rsc save-data server service-worker set-cookie set-cookie2 te trailer transfer-encoding true-client-ip
  upgrade upgrade-insecure-requests vary via warning www-authenticate x-client-ip x-cluster-client-ip x-method-override
  x-purpose x-real-ip x-remote-addr x-remote-ip x-rewrite-url`.split(/\s+/),
);

const controlledPrefixes = [
  "access-control-",
  "cf-",
  "mooring-",
  "next-",
  "proxy-",
  "sec-",
  "x-forwarded",
  "x-http-method",
  "x-middleware-",
  "x-mooring-",
  "x-nextjs-",
  "x-original-",
  "x-originating-",
  "x-vercel-",
];

// What frameworks take for the method of a call, beside the prefix above (P-08).
const methodOverride = /^(?:x-)?-?(?:http-)?method(?:-override)?$/;

/** A field's name as servers tell names apart: without case, and with `_` for `-` (RFC 3875 §4.1.18 makes them the same). */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

/**
 * Whether a caller's field may go to the provider (P-03). Of the fields that HTTP knows, those on a list do; a field
 * that HTTP does not know (a version, a tenant) is the provider's own and does, outside the reserved families.
 */
export const isForwardable = remember((name) => {
  const field = plainName(name);
  if (endToEnd.has(field)) return true;
  if (methodOverride.test(field)) return false;
  return !controlled.has(field) && !controlledPrefixes.some((prefix) => field.startsWith(prefix));
});

const hiddenAnswers = new Set(
  `accept-ch age alt-svc alt-used cache-control clear-site-data connection content-security-policy
  content-security-policy-report-only critical-ch document-policy expect-ct expires feature-policy keep-alive nel
  no-vary-search origin-agent-cluster origin-trial p3p permissions-policy pragma proxy-authenticate
  proxy-authentication-info proxy-connection public-key-pins public-key-pins-report-only referrer-policy refresh report-to
  edge-control reporting-endpoints require-document-policy server service-worker-allowed set-cookie set-cookie2 set-login sourcemap
  speculation-rules strict-transport-security surrogate-control supports-loading-mode te timing-allow-origin trailer transfer-encoding upgrade
  via x-content-type-options x-dns-prefetch-control x-frame-options x-permitted-cross-domain-policies x-powered-by
  x-sendfile x-sourcemap x-ua-compatible x-webkit-csp x-content-security-policy x-xss-protection`.split(
    /\s+/,
  ),
);

/**
 * Whether a field of the provider's answer stays here: it would act on our origin, on the connection (P-03), or on a cache
 * or server that an operator put before us (P-16), which may even take a file of its own for the answer.
 */
export const isHiddenAnswer = remember(
  (field) =>
    hiddenAnswers.has(field) ||
    field.startsWith("access-control-") ||
    field.startsWith("cross-origin-") ||
    field.startsWith("x-accel-") ||
    field.endsWith("cdn-cache-control") ||
    field.startsWith("mooring-"),
);

// The same few names come with nearly every message.
function remember(judge: (name: string) => boolean): (name: string) => boolean {
  const verdicts = new Map<string, boolean>();
  return (name) => {
    const known = verdicts.get(name);
    if (known !== undefined) return known;
    if (verdicts.size >= REMEMBERED) verdicts.clear();
    const verdict = judge(name);
    verdicts.set(name, verdict);
    return verdict;
  };
}
