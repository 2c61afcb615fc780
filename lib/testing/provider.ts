import { createHash, randomBytes } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";
import type { DrillSettings, DrillSettingsInput } from "#lib/sandbox/drills.ts";
import type { DrillStats } from "#lib/sandbox/drills-api.ts";
import { people } from "#lib/sandbox/people.ts";
import {
  type PracticeClient,
  practiceClient,
  secondPracticeClient,
  thirdPracticeClient,
} from "#lib/sandbox/practice-client.ts";
import { startSandbox } from "#lib/sandbox/start-sandbox.ts";
import { authorizeAs } from "./authorize-as.ts";
import { createTestLog } from "./log.ts";

export { authorizeAs };

/*
 * A real OpenID provider for a test, on loopback, forgotten when it closes:
 *
 *   const provider = await startTestProvider({ rotation: "strict", accessTokenLifetimeSeconds: 60 });
 *   const landed = await authorizeAs(authorizationUrl, "ada");   // signs in, allows; → redirect URI with code, state, iss
 *   await authorizeAs(authorizationUrl, "grace", "deny");        // → …?error=access_denied
 *   const tokens = await provider.issueTokens({ scopes });       // the whole dance, when only the tokens matter
 *   await provider.setDrills({ next: { answer: "rate-limited", count: 2, retryAfterSeconds: 7 } });
 *   (await provider.stats()).tokenRequests.byGrantType.refresh_token
 *   await provider.close();                                      // in afterEach or afterAll
 *
 * Endpoints: {origin}/authorize /token /revoke /introspect /userinfo /jwks, the API under {origin}/api.
 */

/** The scopes that an offering of this provider asks for by default. */
export const testScopes = ["profile", "email", "files:read", "offline_access"];

interface TestProviderOptions extends DrillSettingsInput {
  /** Redirect URIs are its callbacks; nothing has to listen there. */
  consoleOrigin?: string;
  /** When something stands in front of it: the port that it takes, and the address that it calls itself by. */
  behind?: { port: number; origin: string };
}

export interface TokenAnswer {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  scope: string;
  token_type: string;
}

export interface TestProvider {
  origin: string;
  consoleOrigin: string;
  /** `{consoleOrigin}/oauth/callback`. */
  redirectUri: string;
  client: PracticeClient;
  secondClient: PracticeClient;
  thirdClient: PracticeClient;
  people: typeof people;
  issueTokens(options?: { as?: PersonName; scopes?: readonly string[] }): Promise<TokenAnswer>;
  /** A bare request to the token endpoint with the first client's credentials in the body. */
  requestToken(parameters: Record<string, string>): Promise<Response>;
  setDrills(settings: DrillSettingsInput): Promise<DrillSettings>;
  resetDrills(): Promise<void>;
  /** All access tokens stop working at once, whatever their expiry says. */
  expireAccessTokens(): Promise<void>;
  stats(): Promise<DrillStats>;
  close(): Promise<void>;
}

export type PersonName = "ada" | "grace";

/** Starts a provider. If it failed at anything by itself, `close` throws what it logged. */
export async function startTestProvider({
  consoleOrigin = "http://127.0.0.1:3000",
  behind,
  ...drills
}: TestProviderOptions = {}): Promise<TestProvider> {
  const sessionKey = randomBytes(32).toString("base64url");
  const log = createTestLog();
  const sandbox = await startSandbox({
    port: behind?.port ?? 0,
    ...(behind && { origin: behind.origin }),
    host: "127.0.0.1",
    consoleOrigin,
    sessionKey,
    db: "memory",
    log,
    drills,
  });
  const { origin } = sandbox;
  const client = practiceClient(sessionKey);
  const redirectUri = `${consoleOrigin}/oauth/callback`;
  const requestToken = (parameters: Record<string, string>) => {
    const body = new URLSearchParams({
      client_id: client.clientId,
      client_secret: client.clientSecret.reveal(),
      ...parameters,
    });
    return fetch(`${origin}/token`, { method: "POST", body, redirect: "manual" });
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(origin + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };

  return {
    origin,
    consoleOrigin,
    redirectUri,
    client,
    secondClient: secondPracticeClient(sessionKey),
    thirdClient: thirdPracticeClient(sessionKey),
    people,
    requestToken,
    issueTokens: async ({ as = "ada", scopes = testScopes } = {}) => {
      const { url, verifier } = authorizationUrl(origin, client.clientId, redirectUri, scopes);
      const code = (await authorizeAs(url, as)).searchParams.get("code") ?? "";
      const response = await requestToken({
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier.reveal(),
      });
      if (!response.ok) throw new Error(`no tokens: ${response.status} ${await response.text()}`);
      return (await response.json()) as TokenAnswer;
    },
    setDrills: (settings) => call("PUT", "/drills", settings) as Promise<DrillSettings>,
    resetDrills: async () => void (await call("DELETE", "/drills")),
    expireAccessTokens: async () => void (await call("DELETE", "/drills/access-tokens")),
    stats: () => call("GET", "/drills/stats") as Promise<DrillStats>,
    close: async () => {
      await sandbox.close();
      const faults = log.lines.filter(({ level }) => level === "error");
      if (faults.length > 0) throw new Error("the practice provider failed", { cause: faults });
    },
  };
}

/** An authorization URL with PKCE and a state, and the verifier that belongs to it. */
export function authorizationUrl(
  origin: string,
  clientId: string,
  redirectUri: string,
  scopes: readonly string[],
): { url: URL; verifier: Secret<string>; state: string } {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const url = new URL("/authorize", origin);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(" "),
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();
  return { url, verifier: new Secret(verifier), state };
}
