import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { CancelSignal } from "#lib/core/cancellation.ts";
import { AppError } from "#lib/core/errors.ts";
import { assertWithinKey } from "./assert-within-key.ts";
import { assertWithinLevel } from "./assert-within-level.ts";
import type { Turn } from "./call-limits.ts";
import { gatewayMethods, isGatewayMethod } from "./contract.ts";
import { type HeaderList, selectHeaders } from "./request-headers.ts";
import {
  resolveUpstreamPath,
  resolveUpstreamUrl,
  type UpstreamPlace,
  type UpstreamUrl,
} from "./resolve-upstream-url.ts";
import { findRoute, type Route } from "./route.ts";
import { type OnceAnswer, sendOnce } from "./send-once.ts";
import { sendSigned, type WayOut } from "./send-signed.ts";
import type { ForwardBody } from "./upstream.ts";

/** The JSON form names a URL; the path form a path below the API's base. */
export type ForwardTarget = { url: string } | { path: string; query: string };

export interface ForwardInput {
  /** An integration's id or slug. */
  integration: string;
  connectionId: string | undefined;
  method: string;
  target: ForwardTarget;
  headers: HeaderList;
  body: ForwardBody;
  signal: CancelSignal;
}

/** The way of one call: out, and past what limits it. */
export interface ForwardWay extends WayOut {
  turn: Pick<Turn, "take">;
  /** What becomes known of the call; filled in as it goes. */
  record: { route: Route | null; host: string; path: string; bytesIn: number; isSent: boolean };
}

export interface ForwardAnswer extends OnceAnswer {
  route: Route;
  /** Where it went. */
  origin: string;
  /** Headers of the JSON form that did not go to the provider: unlike those of an HTTP client, each was written on purpose. */
  dropped: string[];
}

/**
 * Sends one request to the provider's API as the connection's account, and gives the provider's answer as it comes.
 * `route` is the caller's and of this very moment, where a look-up has found it already. The token is fetched last, and
 * leaves only for an origin of the connection's own (P-01). Throws 401, 403, 404, 405, 409 `integration-not-configured`,
 * `connection-needs-reauth` or for a key of a call that still runs, 422 for the address, 429, 502, 503, 504.
 */
export async function forwardRequest(
  ctx: Context,
  input: ForwardInput,
  way: ForwardWay,
  known?: Route,
): Promise<ForwardAnswer> {
  const actor = authorize(ctx.actor, "connections:use");
  const { method, signal, body } = input;
  if (!isGatewayMethod(method)) throw methodNotAllowed();
  const route = known ?? (await findRoute(ctx, input));
  const { origin, path } = resolveTarget(input.target, route.place);
  assertSecure(origin, ctx.settings.sandboxOrigin);
  const { record } = way;
  record.route = route;
  record.host = hostOf(origin);
  record.path = path;
  const { kept, dropped } = selectHeaders(input.headers, route.api);
  assertWithinLevel(route, { method, path });
  const { connectionId, place } = route;
  assertWithinKey(ctx.actor, { connectionId, apiBaseUri: place.apiBaseUri, method, origin, path });
  way.turn.take(actor, connectionId);
  record.bytesIn = sizeOf(body);
  record.isSent = true;
  const call = { route, origin, path, method, headers: kept, body, signal };
  const answer = await sendOnce(ctx, call, () => sendSigned(ctx, call, way));
  return { ...answer, route, origin, dropped: "url" in input.target ? dropped : [] };
}

/** 405 with the methods that are forwarded (P-08). */
export function methodNotAllowed(methods: readonly string[] = gatewayMethods): AppError {
  const allow = methods.join(", ");
  return new AppError("method-not-allowed", "not a method of the gateway", {
    detail: `Send one of ${allow}.`,
    headers: { allow },
  });
}

// Whatever stands in the database, and whatever range an operator opened (P-01).
function assertSecure(origin: string, sandboxOrigin: string | null): void {
  if (origin.startsWith("https:") || origin === sandboxOrigin) return;
  throw new AppError("egress-blocked", "a token never leaves over plain http", {
    detail: `This connection's API is at ${origin}. A token is sent over https only.`,
  });
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf("//") + 2);
}

function sizeOf(body: ForwardBody): number {
  return ("bytes" in body ? body.bytes?.length : body.length) ?? 0;
}

function resolveTarget(target: ForwardTarget, place: UpstreamPlace): UpstreamUrl {
  return "url" in target
    ? resolveUpstreamUrl(target.url, place)
    : resolveUpstreamPath(target.path, target.query, place);
}
