/** What a provider's own words about callback URLs say, as far as a program can tell. */
export interface RedirectUriRules {
  /** Which plain http addresses it takes: none, `localhost`, or loopback addresses such as 127.0.0.1; `null`: it does not say. */
  plainHttp: "none" | "localhost" | "loopback-ip" | null;
  /** That only test apps may have such a plain http address. */
  isPlainForTests: boolean;
  match: "exact" | "prefix" | "host" | null;
  isSingle: boolean;
}

/** Reads the words of an offering's `redirectUriRules`; `isSingle` when its quirks say that there can be only one. */
export function readRedirectUriRules(text: string | null, isSingle = false): RedirectUriRules {
  const words = (text ?? "").toLowerCase();
  const plainHttp = readPlainHttp(words);
  return {
    plainHttp,
    isPlainForTests: plainHttp !== "none" && /production|sandbox|\btests?\b|development/.test(words),
    match: readMatch(words),
    isSingle: isSingle || /\bone (url|callback)\b|\bsingle registered|\bone per app/.test(words),
  };
}

function readPlainHttp(words: string): RedirectUriRules["plainHttp"] {
  // Conditions that only the provider's console can answer.
  if (/unless|live mode/.test(words)) return null;
  if (/localhost refused|not localhost|instead of localhost/.test(words)) return "loopback-ip";
  if (words.includes("localhost")) return "localhost";
  if (/127\.0\.0\.1|loopback/.test(words)) return "loopback-ip";
  return /\bhttps\b/.test(words) ? "none" : null;
}

function readMatch(words: string): RedirectUriRules["match"] {
  if (/as a prefix|prefix match|longer paths below/.test(words)) return "prefix";
  if (/host match|any path/.test(words)) return "host";
  return /exact match|strict match|to the letter/.test(words) ? "exact" : null;
}

/** One thing that a provider's rules mean for an address: fine, refused, or something to know. */
export interface RedirectUriFinding {
  code:
    | "https"
    | "local-http"
    | "local-http-for-tests"
    | "http-refused"
    | "localhost-refused"
    | "ip-refused"
    | "exact"
    | "prefix"
    | "host"
    | "single";
  verdict: "fine" | "refused" | "note";
}

/** What the rules mean for one address, before anybody tries it. What they do not say is not among it. */
export function judgeRedirectUri(uri: string, rules: RedirectUriRules): RedirectUriFinding[] {
  const scheme = judgeScheme(new URL(uri), rules);
  return [
    ...(scheme ? [scheme] : []),
    ...(rules.match ? [{ code: rules.match, verdict: "note" as const }] : []),
    ...(rules.isSingle ? [{ code: "single" as const, verdict: "note" as const }] : []),
  ];
}

function judgeScheme({ protocol, hostname }: URL, rules: RedirectUriRules): RedirectUriFinding | null {
  const { plainHttp, isPlainForTests } = rules;
  if (plainHttp === null) return null;
  if (protocol === "https:") return { code: "https", verdict: "fine" };
  const isName = hostname === "localhost";
  const isIp = hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (plainHttp === "none" || (!isName && !isIp)) return { code: "http-refused", verdict: "refused" };
  if (plainHttp === "loopback-ip" && isName) return { code: "localhost-refused", verdict: "refused" };
  if (plainHttp === "localhost" && isIp) return { code: "ip-refused", verdict: "refused" };
  return isPlainForTests
    ? { code: "local-http-for-tests", verdict: "note" }
    : { code: "local-http", verdict: "fine" };
}
