import type { IncomingMessage, ServerResponse } from "node:http";
import { readHeader } from "#lib/auth/header-values.ts";
import { buildContext } from "#lib/auth/request-context.ts";
import { clientAddressHeader, readRequestId } from "#lib/auth/request-id.ts";
import { resolveActor } from "#lib/auth/resolve-actor.ts";
import type { Context } from "#lib/context/context.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import { authorize } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import { isGatewayMethod } from "#lib/gateway/contract.ts";
import { forwardRequest, methodNotAllowed } from "#lib/gateway/forward-request.ts";
import { isFromOurPage } from "#lib/gateway/page-proof.ts";
import type { SendUpstream } from "#lib/gateway/upstream.ts";
import { createUseStamps, type UseStamps } from "#lib/gateway/use-stamps.ts";
import { auditRefusal } from "#lib/http/audit-refusal.ts";
import { cutShort, writeAnswer, writeProblem } from "./gateway-answer.ts";
import { readGatewayInput } from "./gateway-input.ts";

interface GatewayDeps {
  runtime: Runtime;
  /** `createEgress().request` */
  send: SendUpstream;
}

/** Answers one request. It never rejects. */
export interface GatewayListener {
  (req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Resolves when what runs beside the requests is written; call it after the last request, before the database closes. */
  settle(): Promise<void>;
}

interface Exchange extends GatewayDeps {
  stamps: UseStamps;
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
  /** Fires when the caller has gone, so that the provider's side ends too (P-10). */
  signal: AbortSignal;
}

/**
 * The gateway as a plain Node listener, outside the framework: about ten times as fast as a route handler. Give it the
 * requests for which `parseGatewayTarget(req.url)` is not null.
 */
export function createGatewayListener(deps: GatewayDeps): GatewayListener {
  const stamps = createUseStamps();
  const listener = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const caller = new AbortController();
    res.once("close", () => {
      if (!res.writableFinished) caller.abort();
    });
    const requestId = readRequestId(req.headers);
    try {
      await answer({ ...deps, stamps, req, res, requestId, signal: caller.signal });
    } catch (error) {
      const isGone = caller.signal.aborted || (req.destroyed && !req.complete);
      if (res.headersSent) cutShort(res, error, deps.runtime.log.child({ requestId }));
      else if (!isGone) writeProblem(res, error, { req, requestId, runtime: deps.runtime });
    }
  };
  return Object.assign(listener, { settle: stamps.settle });
}

async function answer({ runtime, send, stamps, req, res, requestId, signal }: Exchange): Promise<void> {
  // Before anything else: the methods are no secret, and TRACE would echo a key (P-08).
  if (!isGatewayMethod(req.method ?? "")) throw methodNotAllowed();
  const ctx = await enter(runtime, req, requestId);
  const input = await readGatewayInput(req);
  const answered = await forwardRequest(ctx, { ...input, signal }, send);
  stamps.note(ctx, answered.connectionId);
  await writeAnswer(res, answered, { requestId, isHead: input.method === "HEAD" });
}

async function enter(runtime: Runtime, req: IncomingMessage, requestId: string): Promise<Context> {
  const { headers } = req;
  const actor = await resolveActor(runtime, headers);
  const client = { ip: readHeader(headers, clientAddressHeader), userAgent: headers["user-agent"] ?? null };
  const ctx = buildContext(runtime, { actor, requestId, client });
  const { origin } = runtime.settings;
  try {
    if (actor.kind === "member" && !isFromOurPage(headers, origin)) {
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
