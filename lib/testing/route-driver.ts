import { listOperations, manifest } from "#app/api/manifest.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { requestIdHeader } from "#lib/auth/request-id.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { testSettings } from "./context.ts";
import { secretOfSession } from "./factories.ts";
import type { ForcedFailure } from "./forced-failure.ts";

/** Who calls: a signed-in member's page, software with a key, or nobody. */
export type Caller = MemberActor | { key: string } | null;

/** `POST /api/api-keys`, as the manifest spells it. */
export type RouteName = string;

interface Call {
  as: Caller;
  params?: Record<string, string>;
  search?: string;
  body?: unknown;
  /** What the act brings about by itself, each recorded as an act of its own. */
  consequences?: readonly string[];
  /** What happens at a provider is stored whatever else fails, with a line in the connection's history; its event comes after. */
  isHistory?: boolean;
}

export interface RouteDriver {
  /** Calls a route that must succeed, and notes whether exactly one event tells of it. Gives its answer. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of fifty routes, read by whoever asked.
  act(route: RouteName, call: Call): Promise<any>;
  /** Calls a route that only asks: it must leave no event behind. Gives its answer. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  ask(route: RouteName, call: Call): Promise<any>;
  /** Has somebody refused at every route that wants a permission. */
  refuse(as: Caller): Promise<void>;
  /** Calls a route that must fail: exactly one event tells so. */
  fail(route: RouteName, call: Call): Promise<void>;
  /** Has somebody look for what is not theirs at every route with an id: whatever is not found is told of by exactly one event. */
  miss(as: Caller, ids: readonly string[]): Promise<void>;
  /** The mutating routes that were not driven, or not told of by exactly one event; all that there are, and those at which something was looked for in vain. */
  result(): { faults: string[]; routes: number; missed: number; rolledBack: number };
}

const mutating = listOperations().filter(({ method, path }) => method !== "get" && path in manifest);

/** Drives the routes of the manifest in this process; events are matched to calls by the request id. */
export function createRouteDriver(db: PrismaClient, forced: ForcedFailure): RouteDriver {
  const faults: string[] = [];
  const succeeded = new Set<RouteName>();
  const refused = new Set<RouteName>();
  const missed = new Set<RouteName>();
  const rolledBack = new Set<RouteName>();

  // U-01: without its event the act does not happen.
  async function forceFailure(route: RouteName, request: Call): Promise<void> {
    const { result, changed } = await forced.during(() => call(route, request));
    if (changed.length === 0) rolledBack.add(route);
    else faults.push(`${route} without its event: ${result.status}, changed ${changed.join(", ")}`);
  }

  async function call(route: RouteName, { as, params = {}, search = "", body }: Call) {
    const [method = "", path = ""] = route.split(" ");
    const handler = manifest[path]?.[method] as RouteHandler | undefined;
    if (!handler) throw new Error(`there is no route ${route}`);
    const requestId = crypto.randomUUID();
    const headers = new Headers({ [requestIdHeader]: requestId, "content-type": "application/json" });
    if (as && "key" in as) headers.set("authorization", `Bearer ${as.key}`);
    else if (as) {
      headers.set("cookie", (await sessionCookie(secretOfSession(as.sessionId))).split(";", 1)[0] ?? "");
      headers.set("origin", testSettings.origin);
    }
    const place = path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? "none");
    const request = new Request(new URL(place + search, testSettings.origin), {
      ...{ method, headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const response = await handler(request, { params: Promise.resolve(params) });
    const text = await response.text();
    const events = await db.auditEvent.findMany({ where: { requestId }, orderBy: { sequence: "asc" } });
    return { status: response.status, text, events };
  }

  return {
    act: async (route, request) => {
      if (!request.isHistory) await forceFailure(route, request);
      const { status, text, events } = await call(route, request);
      const own = events.filter(({ action }) => !request.consequences?.includes(action));
      const [event] = own;
      if (status >= 300) faults.push(`${route} answered ${status}: ${text.slice(0, 300)}`);
      else if (own.length !== 1 || event?.outcome !== "success")
        faults.push(
          `${route} left ${events.map(({ action, outcome }) => `${action} ${outcome}`).join(", ") || "nothing"}`,
        );
      else succeeded.add(route);
      return text === "" ? null : JSON.parse(text);
    },
    ask: async (route, request) => {
      const { status, text, events } = await call(route, request);
      if (status >= 500) faults.push(`${route} answered ${status}: ${text.slice(0, 300)}`);
      else if (events.length > 0) faults.push(`${route} only asks, and left ${events.length} events`);
      else succeeded.add(route);
      return text === "" ? null : JSON.parse(text);
    },
    refuse: async (as) => {
      for (const { method, path, declaration } of mutating) {
        const route = `${method.toUpperCase()} ${path}`;
        if (declaration.access === "public" || declaration.access === "audit:read") continue;
        const { status, events } = await call(route, { as, body: {} });
        const [event] = events;
        const isRight = status === 403 && events.length === 1 && event?.outcome === "denied";
        if (isRight) refused.add(route);
        else faults.push(`${route} refused with ${status} left ${events.length} events`);
      }
    },
    fail: async (route, request) => {
      const { status, text, events } = await call(route, request);
      const own = events.filter(({ action }) => !request.consequences?.includes(action));
      if (status < 400 || own.length !== 1 || own[0]?.outcome !== "failed")
        faults.push(`${route} should fail: ${status} ${text.slice(0, 200)} left ${own.length} events`);
    },
    miss: async (as, ids) => {
      for (const { method, path } of mutating.filter(({ path }) => path.includes("{id}"))) {
        for (const id of ids) {
          const route = `${method.toUpperCase()} ${path}`;
          const { status, events } = await call(route, { as, params: { id }, body: {} });
          const isRefused = status === 404 || status === 403;
          const isRight =
            events.length === Number(isRefused) && events.every((it) => it.outcome === "denied");
          if (isRefused && isRight) missed.add(route);
          if (!isRight) faults.push(`${route} of somebody else's: ${status} left ${events.length} events`);
        }
      }
    },
    result: () => {
      const missing = mutating
        .map(({ method, path }) => `${method.toUpperCase()} ${path}`)
        .filter((route) => !succeeded.has(route) && !faults.some((fault) => fault.startsWith(`${route} `)));
      return {
        faults: [...faults, ...missing.map((route) => `${route} is not driven`)],
        routes: mutating.length,
        missed: missed.size,
        rolledBack: rolledBack.size,
      };
    },
  };
}
