import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Runtime } from "#lib/context/runtime.ts";
import { Cancellation, type CancelSignal } from "#lib/core/cancellation.ts";
import type { Query } from "#lib/db/client.ts";
import { isGatewayMethod } from "#lib/gateway/contract.ts";
import { forwardRequest, methodNotAllowed } from "#lib/gateway/forward-request.ts";
import { createGrants, type FindGrant } from "#lib/gateway/grants.ts";
import type { SendUpstream } from "#lib/gateway/upstream.ts";
import { createUseStamps, type UseStamps } from "#lib/gateway/use-stamps.ts";
import { cutShort, writeAnswer, writeProblem } from "./gateway-answer.ts";
import { enterGateway } from "./gateway-entry.ts";
import { readGatewayInput } from "./gateway-input.ts";

interface GatewayDeps {
  runtime: Runtime;
  /** `createEgress().request` */
  send: SendUpstream;
  /** `openDatabase().query` */
  query: Query;
}

/** Answers one request. It never rejects. */
type Answer = (req: IncomingMessage, res: ServerResponse, requestId?: string) => Promise<void>;

export interface GatewayListener extends Answer {
  /** Resolves when what runs beside the requests is written; call it after the last request, before the database closes. */
  settle(): Promise<void>;
}

interface Exchange {
  deps: GatewayDeps;
  stamps: UseStamps;
  findGrant: FindGrant;
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
  /** Fires when the caller has gone, so that the provider's side ends too (P-10). */
  signal: CancelSignal;
}

/**
 * The gateway as a plain Node listener, outside the framework: about ten times as fast as a route handler. Give it the
 * requests for which `parseGatewayTarget(req.url)` is not null.
 */
export function createGatewayListener(deps: GatewayDeps): GatewayListener {
  const { runtime, query } = deps;
  const stamps = createUseStamps();
  const findGrant = createGrants({ query, runtime });
  const listener: Answer = async (req, res, requestId = randomUUID()) => {
    const signal = new Cancellation();
    res.once("close", () => {
      if (!res.writableFinished) signal.abort();
    });
    try {
      await answer({ deps, stamps, findGrant, req, res, requestId, signal });
    } catch (error) {
      const isGone = signal.aborted || (req.destroyed && !req.complete);
      if (res.headersSent) cutShort(res, error, runtime.log.child({ requestId }));
      else if (!isGone) writeProblem(res, error, { req, requestId, runtime });
    }
  };
  return Object.assign(listener, { settle: stamps.settle });
}

async function answer(exchange: Exchange): Promise<void> {
  const { deps, req, res, requestId, signal, stamps, findGrant } = exchange;
  const { runtime, send } = deps;
  // Before anything else: the methods are no secret, and TRACE would echo a key (P-08).
  if (!isGatewayMethod(req.method ?? "")) throw methodNotAllowed();
  const { ctx, findRoute } = await enterGateway({ runtime, findGrant, req, requestId });
  const input = await readGatewayInput(req, signal);
  const route = await findRoute(input.connectionId);
  const answered = await forwardRequest(ctx, input, send, route);
  stamps.note(ctx, answered.connectionId);
  const isHead = input.method === "HEAD";
  await writeAnswer(res, answered, { requestId, isHead, settings: runtime.settings });
}
