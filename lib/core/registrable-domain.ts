import { getDomain } from "tldts";

// Hosts that lend names to strangers and are not on the public suffix list.
const lenders = [
  ...["amazonaws.com", "b-cdn.net", "cloudapp.azure.com", "core.windows.net", "fastly.net", "glitch.me"],
  ...["herokudns.com", "lhr.life", "loca.lt", "on.aws", "sharepoint.com", "wordpress.com"],
];

/**
 * The part of a host that one owner has registered, by the public suffix list with its private domains: `example.co.uk` of
 * `api.example.co.uk`, `shop.myshopify.com`. `null` where the host is no name, or nobody's own: `co.uk`, `github.io`, an
 * address. The guard of everything that trusts a sibling (P-01).
 */
export function registrableDomain(host: string): string | null {
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host)) return null;
  const lender = lenders.find((suffix) => host === suffix || host.endsWith(`.${suffix}`));
  if (lender === undefined) return getDomain(host, { allowPrivateDomains: true });
  const [label] = host
    .slice(0, -lender.length - 1)
    .split(".")
    .slice(-1);
  return label ? `${label}.${lender}` : null;
}

/**
 * Whether the host of a URL template ends, whatever its `{name}`s stand for, below a domain that one owner has, behind a
 * dot (P-01). A name that stands for the whole host, or for the whole start, says all of it and is no wildcard.
 */
export function isBoundHost(template: string): boolean {
  const [, host = ""] = /^https?:\/\/([^/?#]*)/.exec(template) ?? [];
  const end = host.lastIndexOf("}");
  if (end < 0 || end === host.length - 1) return true;
  const behind = host.slice(end + 1).replace(/:\d*$/, "");
  return behind.startsWith(".") && registrableDomain(behind.slice(1)) !== null;
}
