import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { CancelSignal } from "#lib/core/cancellation.ts";
import { AppError } from "#lib/core/errors.ts";
import { gatewayMethods, isGatewayMethod } from "./contract.ts";
import { type HeaderList, selectHeaders } from "./request-headers.ts";
import {
  resolveUpstreamPath,
  resolveUpstreamUrl,
  type UpstreamPlace,
  type UpstreamUrl,
} from "./resolve-upstream-url.ts";
import { findRoute, type Route } from "./route.ts";
import { type SignedAnswer, sendSigned } from "./send-signed.ts";
import type { ForwardBody, SendUpstream } from "./upstream.ts";

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

export interface ForwardAnswer extends SignedAnswer {
  connectionId: string;
  /** Headers of the JSON form that did not go to the provider: unlike those of an HTTP client, each was written on purpose. */
  dropped: string[];
}

/**
 * Sends one request to the provider's API as the connection's account, and gives the provider's answer as it comes.
 * `route` is the caller's and of this very moment, where a look-up has found it already. The token is fetched last, and
 * leaves only for an origin of the connection's own (P-01). Throws 401, 403, 404, 405, 409 `integration-not-configured`
 * or `connection-needs-reauth`, 422 for the address, 502, 503, 504.
 */
export async function forwardRequest(
  ctx: Context,
  input: ForwardInput,
  send: SendUpstream,
  known?: Route,
): Promise<ForwardAnswer> {
  authorize(ctx.actor, "connections:use");
  const { method, signal, body } = input;
  if (!isGatewayMethod(method)) throw methodNotAllowed();
  const route = known ?? (await findRoute(ctx, input));
  const { origin, path } = resolveTarget(input.target, route.place);
  const { kept, dropped } = selectHeaders(input.headers, route.api);
  const answer = await sendSigned(ctx, { route, origin, path, method, headers: kept, body, signal }, send);
  return { ...answer, connectionId: route.connectionId, dropped: "url" in input.target ? dropped : [] };
}

/** 405 with the methods that are forwarded (P-08). */
export function methodNotAllowed(methods: readonly string[] = gatewayMethods): AppError {
  const allow = methods.join(", ");
  return new AppError("method-not-allowed", "not a method of the gateway", {
    detail: `Send one of ${allow}.`,
    headers: { allow },
  });
}

function resolveTarget(target: ForwardTarget, place: UpstreamPlace): UpstreamUrl {
  return "url" in target
    ? resolveUpstreamUrl(target.url, place)
    : resolveUpstreamPath(target.path, target.query, place);
}
