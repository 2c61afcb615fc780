import type { IncomingMessage } from "node:http";
import { readBearer } from "#lib/auth/header-values.ts";
import { assertNamedWorkspaceHeader, assertOneSession } from "#lib/auth/named-workspace.ts";
import { buildContext } from "#lib/auth/request-context.ts";
import { resolveActor } from "#lib/auth/resolve-actor.ts";
import type { ClientInfo, Context } from "#lib/context/context.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import { type Actor, authorize } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import type { FindGrant, Grant } from "#lib/gateway/grants.ts";
import { isFromOurPage } from "#lib/gateway/page-proof.ts";
import type { Route } from "#lib/gateway/route.ts";
import { auditRefusal } from "#lib/http/audit-refusal.ts";
import { readClientAddress } from "./client-address.ts";
import { readConnectionId } from "./gateway-input.ts";

// A body may take minutes to arrive; what was looked up before it no longer counts then (F-07, M17).
const FRESH_MS = 1_000;

interface Arrival {
  runtime: Runtime;
  findGrant: FindGrant;
  req: IncomingMessage;
  /** What the address names: an integration's id or slug. */
  integration: string;
  requestId: string;
}

/** A caller, and the way to the connection where the look-up found it. */
interface Present {
  ctx: Context;
  route: Route | undefined;
}

/** A caller who may use the gateway, and what the look-up of this request has found. */
export class Entry {
  readonly #ctx: Context;
  readonly #enter: Enter;
  readonly #look: Look;
  readonly #grant: Grant | null;
  readonly #lookedAt = performance.now();

  constructor(ctx: Context, enter: Enter, look: Look, grant: Grant | null) {
    this.#ctx = ctx;
    this.#enter = enter;
    this.#look = look;
    this.#grant = grant;
  }

  /**
   * Who calls, and the way to the connection (`undefined`: the integration's usual one). What was looked up too long ago is
   * looked up again, the caller included. Throws 401 and 403 as at the entry.
   */
  present(connectionId: string | undefined): Present | Promise<Present> {
    const isFresh = performance.now() - this.#lookedAt < FRESH_MS;
    return isFresh && connectionId === this.#look.connectionId
      ? { ctx: this.#ctx, route: this.#grant?.route }
      : this.#again({ ...this.#look, connectionId }, isFresh);
  }

  async #again(look: Look, isFresh: boolean): Promise<Present> {
    const grant = await lookUp(look);
    const ctx = grant || !isFresh ? await this.#enter(grant) : this.#ctx;
    return { ctx, route: grant?.route };
  }
}

/** By what the look-up has found, or step by step. */
type Enter = (grant: Grant | null) => Context | Promise<Context>;

interface Look {
  findGrant: FindGrant;
  key: string | null;
  integration: string;
  connectionId: string | undefined;
}

function lookUp({ findGrant, key, integration, connectionId }: Look): Promise<Grant | null> {
  return key === null
    ? Promise.resolve(null)
    : findGrant({ key, integration, connectionId: connectionId ?? null });
}

/**
 * Lets a caller in. A key whose call simply works is known by one look-up, its way included; everybody else is asked for
 * step by step, and told what is wrong: 400 for another workspace than theirs (Z-07), 401, 403.
 */
export async function enterGateway({
  runtime,
  findGrant,
  req,
  integration,
  requestId,
}: Arrival): Promise<Entry> {
  const { headers } = req;
  const connectionId = headers["mooring-connection"] === undefined ? undefined : readConnectionId(req);
  const look: Look = { findGrant, key: readBearer(headers), integration, connectionId };
  const grant = await lookUp(look);
  const client = new Caller(runtime, req);
  const context = (actor: Actor) => buildContext(runtime, { actor, requestId, client });
  const enter: Enter = (found) =>
    found ? context(found.actor) : enterSlowly({ runtime, req, integration }, context);
  const entered = await enter(grant);
  assertNamedWorkspaceHeader(entered.actor, headers);
  return new Entry(entered, enter, look, grant);
}

async function enterSlowly(
  { runtime, req, integration }: Pick<Arrival, "runtime" | "req" | "integration">,
  context: (actor: Actor) => Context,
): Promise<Context> {
  assertOneSession(runtime, req.headers);
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
    const path = `/api/integrations/${integration}/request`;
    const pattern = "/api/integrations/*/request";
    await auditRefusal(ctx, { method: req.method ?? "", path, pattern, id: null }, error);
    throw error;
  }
  return ctx;
}

// The address is read where it is wanted, which is in a line of the audit trail.
class Caller implements ClientInfo {
  readonly userAgent: string | null;
  readonly #runtime: Runtime;
  readonly #req: IncomingMessage;

  constructor(runtime: Runtime, req: IncomingMessage) {
    this.#runtime = runtime;
    this.#req = req;
    this.userAgent = req.headers["user-agent"] ?? null;
  }

  get ip(): string | null {
    return readClientAddress(this.#req, this.#runtime.trustedProxyHops);
  }
}
