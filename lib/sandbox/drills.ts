import { z } from "zod";

/** How the token endpoint may misbehave on request. */
export const drillAnswers = [
  "invalid-grant",
  "rate-limited",
  "server-error",
  "slow",
  "narrower-scope",
  "bad-gateway",
  "lost-answer",
] as const;

export type DrillAnswer = (typeof drillAnswers)[number];

export const rotations = ["off", "grace", "strict"] as const;

/** By which of the two ways of RFC 6749 §2.3.1 a client may send its secret. */
export const clientWays = ["either", "body", "header"] as const;

/** What the token endpoint looks at first; a provider that begins with the code says nothing about the client. */
export const firstLooks = ["client", "code"] as const;

const nextSchema = z.strictObject({
  answer: z.enum(drillAnswers),
  count: z.int().min(1).max(1000).default(1),
  /** What `rate-limited` puts into Retry-After. */
  retryAfterSeconds: z.int().min(0).max(86_400).default(30),
  /** How late `slow` answers. */
  delaySeconds: z.number().min(0).max(60).default(20),
});

/** The knobs: `GET` and `PUT /drills`. */
export const drillSettingsSchema = z.strictObject({
  accessTokenLifetimeSeconds: z.int().min(1).max(86_400),
  rotation: z.enum(rotations),
  /** With rotation `grace`: how long a used refresh token still answers. */
  graceSeconds: z.int().min(0).max(3600),
  clientAuthentication: z.enum(clientWays),
  looksFirstAt: z.enum(firstLooks),
  /** What the next requests to the token endpoint get, `null` for the truth. */
  next: nextSchema.nullable(),
});

export type DrillSettings = z.output<typeof drillSettingsSchema>;
export type DrillSettingsInput = Partial<z.input<typeof drillSettingsSchema>>;

/** One request to the token endpoint, without anything secret of it. */
export interface TokenRequest {
  at: string;
  grantType: string;
  clientId: string | null;
  status: number | null;
  error: string | null;
  drill: DrillAnswer | null;
}

export interface DrillCounters {
  tokenRequests: { total: number; byGrantType: Record<string, number> };
  /** Requests to the API, with or without a token that counts. */
  apiRequests: number;
  drillsServed: Partial<Record<DrillAnswer, number>>;
  /** Grants that died because a used refresh token came back. */
  familiesRevoked: number;
  /** Grants that a client ended at the revocation endpoint. */
  grantsRevoked: number;
  /** The newest first, at most 50. */
  recent: TokenRequest[];
}

/** Gentle to a newcomer: short-lived tokens, and a lost answer is forgiven for half a minute. */
export const defaultDrills: DrillSettings = {
  accessTokenLifetimeSeconds: 120,
  rotation: "grace",
  graceSeconds: 30,
  clientAuthentication: "either",
  looksFirstAt: "client",
  next: null,
};

export type Drills = ReturnType<typeof createDrills>;

/** The knobs and what happened since they were last reset; they last as long as the process. */
export function createDrills(initial: DrillSettingsInput = {}) {
  const start = drillSettingsSchema.parse({ ...defaultDrills, ...initial });
  let settings = start;
  let counters = noCounts();

  return {
    get settings(): DrillSettings {
      return settings;
    },
    get counters(): DrillCounters {
      return counters;
    },
    /** Turns some of the knobs; throws a ZodError for what no knob allows. */
    change(input: unknown): DrillSettings {
      settings = drillSettingsSchema.parse({ ...settings, ...drillSettingsSchema.partial().parse(input) });
      return settings;
    },
    /** Every knob as it was at the start, every counter at nought. */
    reset(): void {
      settings = start;
      counters = noCounts();
    },
    /** The misbehaviour that this request gets, if any; counts it down. */
    takeNext(): DrillSettings["next"] {
      const { next } = settings;
      if (!next) return null;
      settings = { ...settings, next: next.count > 1 ? { ...next, count: next.count - 1 } : null };
      counters.drillsServed[next.answer] = (counters.drillsServed[next.answer] ?? 0) + 1;
      return next;
    },
    recordTokenRequest(request: TokenRequest): void {
      counters.tokenRequests.total += 1;
      const byGrantType = counters.tokenRequests.byGrantType;
      byGrantType[request.grantType] = (byGrantType[request.grantType] ?? 0) + 1;
      counters.recent = [request, ...counters.recent].slice(0, 50);
    },
    recordApiRequest(): void {
      counters.apiRequests += 1;
    },
    recordRevokedGrant(isReuse: boolean): void {
      counters[isReuse ? "familiesRevoked" : "grantsRevoked"] += 1;
    },
    /** Whether a refresh token that was used at that second (unix time) may be used once more. */
    isForgiven(consumedAt: unknown): boolean {
      if (typeof consumedAt !== "number" || settings.rotation !== "grace") return false;
      return Date.now() / 1000 - consumedAt < settings.graceSeconds;
    },
  };
}

function noCounts(): DrillCounters {
  return {
    tokenRequests: { total: 0, byGrantType: {} },
    apiRequests: 0,
    drillsServed: {},
    familiesRevoked: 0,
    grantsRevoked: 0,
    recent: [],
  };
}
