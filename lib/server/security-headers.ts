interface HeaderOptions {
  /** The path of the request, without its query. */
  path: string;
  isSecure: boolean;
  isDev: boolean;
  nonce: string;
}

const YEARS_2 = 2 * 365 * 86_400;

/** The headers that every answer carries, errors included (S-05, S-06). A handler may make them stricter, not drop them. */
export function securityHeaders({ path, isSecure, isDev, nonce }: HeaderOptions): Record<string, string> {
  return {
    "content-security-policy": path.startsWith("/api/") ? apiPolicy : pagePolicy({ isSecure, isDev, nonce }),
    "x-content-type-options": "nosniff",
    "referrer-policy": hasAnswer(path) ? "no-referrer" : "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    // A provider's popup must keep its way back to the page that opened it (D-20).
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    ...(isSecure ? { "strict-transport-security": `max-age=${YEARS_2}; includeSubDomains` } : {}),
    ...(isImmutable(path) ? {} : { "cache-control": "private, no-store" }),
  };
}

/** The content security policy of a page. Scripts need the nonce of this very answer, or to be loaded by one that has it. */
export function pagePolicy({ isSecure, isDev, nonce }: Omit<HeaderOptions, "path">): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // React and the component library place things by style attributes, which no nonce can cover.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    ...(isSecure ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}

const apiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

// Where a provider's answer arrives and ends (F-06). Decided here, because the framework keeps what is set already.
function hasAnswer(path: string): boolean {
  return /^\/(oauth2?\/callback|oauth\/flows)(\/|$)/.test(path);
}

// What the build names after its content, and the framework lets browsers keep for ever.
function isImmutable(path: string): boolean {
  return path.startsWith("/_next/static/");
}
