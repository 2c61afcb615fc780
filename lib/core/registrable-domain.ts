/*
 * Where one owner's names end, without the public suffix list: every last label, the registries below a country's, and the
 * hosts that lend names to strangers. What is missing here makes a domain larger, what is too much makes none of it.
 */

// Second levels under which a country's registry gives names to anybody, such as `co.uk` and `com.au`.
const registries = new Set(
  `ab ac ad art asn asso biz blog co com coop csiro edu est eti firm fin fm gen geek go gob gouv gov govt gr gub health id
  idf idv in ind inf info int iwi k12 law lg ltd me mil mod muni museum ne net nhs nic nom nsw nt oop or org parliament plc
  police presse press priv pro qld res sa sc sch school tas tm tv vic wa web`.split(/\s+/),
);

const lenders = new Set(
  `amazonaws.com appspot.com awsapprunner.com azure-api.net azureedge.net azurefd.net azurestaticapps.net azurewebsites.net
  b-cdn.net blogspot.com cloudapp.azure.com cloudapp.net cloudfront.net cloudfunctions.net core.windows.net
  deno.dev digitaloceanspaces.com elasticbeanstalk.com fastly.net firebaseapp.com fly.dev github.io gitlab.io glitch.me
  herokuapp.com herokudns.com lhr.life loca.lt myshopify.com netlify.app ngrok.app ngrok.dev ngrok.io
  ngrok-free.app on.aws ondigitalocean.app onrender.com pages.dev r2.dev railway.app repl.co replit.app
  replit.dev run.app servicebus.windows.net sharepoint.com supabase.co surge.sh trafficmanager.net trycloudflare.com
  up.railway.app vercel.app web.app webflow.io wixsite.com wordpress.com workers.dev`.split(/\s+/),
);

/**
 * The part of a host that one owner has registered: `example.co.uk` of `api.example.co.uk`. `null` where the host is no
 * name, or nobody's own: `co.uk`, `github.io`, an address. The guard of everything that trusts a sibling (P-01).
 */
export function registrableDomain(host: string): string | null {
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host) || /\.\d+$/.test(host)) return null;
  const labels = host.split(".");
  const tailFrom = (index: number) => labels.slice(index).join(".");
  const suffixAt = labels.findIndex((_, index) => isSuffix(tailFrom(index)));
  return suffixAt > 0 ? tailFrom(suffixAt - 1) : null;
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

function isSuffix(domain: string): boolean {
  const labels = domain.split(".");
  const [first = "", last = ""] = labels;
  if (labels.length === 1 || lenders.has(domain)) return true;
  return labels.length === 2 && last.length === 2 && registries.has(first);
}
