const TIMEOUT_MS = 30_000;

/** How calls through the gateways ended. */
export interface CallCounts {
  /** The provider's API took the token. */
  good: number;
  /** Ours: no valid token now, and when to come again. */
  later: number;
  /** The API was busy itself. */
  busy: number;
  /** Anything else, by status; nothing is expected here. */
  other: Record<string, number>;
}

export function noCalls(): CallCounts {
  return { good: 0, later: 0, busy: 0, other: {} };
}

interface Call {
  origin: string;
  slug: string;
  key: string;
  connectionId: string;
}

/** One GET as a caller of the gateway makes it; counts how it ended and says which it was. */
export async function callOnce(
  counts: CallCounts,
  { origin, slug, key, connectionId }: Call,
): Promise<"good" | "later" | "busy" | "other"> {
  const end = await call(`${origin}/api/integrations/${slug}/request/me`, {
    authorization: `Bearer ${key}`,
    "mooring-connection": connectionId,
  });
  if (end === "good" || end === "later" || end === "busy") {
    counts[end]++;
    return end;
  }
  counts.other[end] = (counts.other[end] ?? 0) + 1;
  return "other";
}

async function call(url: string, headers: Record<string, string>): Promise<string> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.arrayBuffer();
    if (response.status === 200) return "good";
    const isOurs = response.headers.get("mooring-origin") === "gateway";
    const isPassing = response.status === 503 || response.status === 429;
    if (isPassing && response.headers.has("retry-after")) return isOurs ? "later" : "busy";
    return `${response.status} of ${isOurs ? "the gateway" : "the provider"}`;
  } catch (error) {
    return error instanceof Error ? error.name : "no answer";
  }
}
