import type { IncomingMessage } from "node:http";
import { readBearer } from "#lib/auth/header-values.ts";
import { buildContext } from "#lib/auth/request-context.ts";
import { resolveActor } from "#lib/auth/resolve-actor.ts";
import type { Context } from "#lib/context/context.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import { type Actor, authorize } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import type { FindGrant, Grant } from "#lib/gateway/grants.ts";
import { isFromOurPage } from "#lib/gateway/page-proof.ts";
import { parseGatewayTarget } from "#lib/gateway/request-target.ts";
import type { Route } from "#lib/gateway/route.ts";
import { auditRefusal } from "#lib/http/audit-refusal.ts";
import { readClientAddress } from "./client-address.ts";
import { readConnectionId } from "./gateway-input.ts";

interface Arrival {
  runtime: Runtime;
  findGrant: FindGrant;
  req: IncomingMessage;
  requestId: string;
}

/** A caller who may use the gateway. */
export interface Entry {
  ctx: Context;
  /** The way to the connection (`undefined`: the integration's usual one), where the look-up of this request found it. */
  findRoute(connectionId: string | undefined): Promise<Route | undefined>;
}

/**
 * Lets a caller in. A key whose call simply works is known by one look-up, its way included; everybody else is asked for
 * step by step, and told what is wrong: 401, 403.
 */
export async function enterGateway({ runtime, findGrant, req, requestId }: Arrival): Promise<Entry> {
  const { url = "", headers } = req;
  const integration = parseGatewayTarget(url)?.integrationId ?? "";
  const key = readBearer(headers);
  const named = headers["mooring-connection"] === undefined ? undefined : readConnectionId(req);
  const look = (connectionId: string | undefined): Promise<Grant | null> =>
    key === null
      ? Promise.resolve(null)
      : findGrant({ key, integration, connectionId: connectionId ?? null });
  const grant = await look(named);
  const context = (actor: Actor) =>
    buildContext(runtime, { actor, requestId, client: clientOf(runtime, req) });
  const ctx = grant ? context(grant.actor) : await enterSlowly(runtime, req, context);
  return {
    ctx,
    findRoute: async (connectionId) => (connectionId === named ? grant : await look(connectionId))?.route,
  };
}

async function enterSlowly(
  runtime: Runtime,
  req: IncomingMessage,
  context: (actor: Actor) => Context,
): Promise<Context> {
  const actor = await resolveActor(runtime, req.headers);
  const ctx = context(actor);
  const { origin } = runtime.settings;
  try {
    if (actor.kind === "member" && !isFromOurPage(req.headers, origin)) {
      throw forbidden(
        "A request by session cookie must come from a page of this address. Software sends an API key.",
      );
    }
    authorize(actor, "connections:use");
  } catch (error) {
    await auditRefusal(ctx, { method: req.method ?? "", url: origin + req.url }, error);
    throw error;
  }
  return ctx;
}

// Read where it is wanted, which is in a line of the audit trail.
function clientOf({ trustedProxyHops }: Runtime, req: IncomingMessage): Context["client"] {
  return {
    get ip() {
      return readClientAddress(req, trustedProxyHops);
    },
    userAgent: req.headers["user-agent"] ?? null,
  };
}
