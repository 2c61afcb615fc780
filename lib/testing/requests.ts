import { afterAll, beforeAll } from "vitest";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { type Runtime, setRuntime } from "#lib/context/runtime.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { testContext, testSettings } from "./context.ts";
import type { TestDatabase } from "./database.ts";
import { secretOfSession } from "./factories.ts";
import { createTestLog, type LoggedLine } from "./log.ts";

type RuntimeParts = Partial<Pick<Runtime, "now" | "fetch" | "settings">>;

/** A runtime for route tests, on the test file's database; `lines` is what it logs. Call it beside `useDatabase()`. */
export function useRuntime(database: TestDatabase, parts: RuntimeParts = {}): { lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  beforeAll(() => setRuntime({ ...testRuntime(database, lines), ...parts }));
  afterAll(() => {
    lines.length = 0;
  });
  return { lines };
}

/** The same, not yet set: for a test that hands the runtime on itself. */
export function testRuntime(database: TestDatabase, lines: LoggedLine[] = []): Runtime {
  const { db, keyring, now, fetch, journal, settings } = testContext({ db: database.db });
  const log = createTestLog(lines);
  return {
    db,
    tenants: database.tenants,
    keyring,
    now,
    fetch,
    journal,
    settings,
    log,
    databaseUrl: database.url,
    trustedProxyHops: 0,
    sessionKey: "k".repeat(43),
  };
}

interface RequestOptions {
  /** Who sends it: a signed-in member's browser, software with this key, or nobody. */
  as?: MemberActor | { key: string } | null;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A request as the console's own page, or as software with a key, would send it. */
export async function testRequest(
  method: string,
  path: string,
  { as, body, headers = {} }: RequestOptions = {},
): Promise<Request> {
  const all = new Headers();
  if (as && "key" in as) all.set("authorization", `Bearer ${as.key}`);
  else if (as) {
    all.set("cookie", (await sessionCookie(secretOfSession(as.sessionId))).split(";", 1)[0] ?? "");
    all.set("origin", testSettings.origin);
  }
  if (body !== undefined) all.set("content-type", "application/json");
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  return new Request(new URL(path, testSettings.origin), {
    method,
    headers: all,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** What Next passes to a handler of a dynamic route. */
export function routeParams(params: Record<string, string | string[]> = {}): { params: Promise<unknown> } {
  return { params: Promise.resolve(params) };
}
