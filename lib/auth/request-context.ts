import type { ClientInfo, Context } from "#lib/context/context.ts";
import { getRuntime, type Runtime } from "#lib/context/runtime.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Logger } from "#lib/log/logger.ts";
import { type AnyHeaders, readHeader } from "./header-values.ts";
import { clientAddressHeader, readRequestId } from "./request-id.ts";
import { resolveActor } from "./resolve-actor.ts";

interface RequestOptions {
  requestId?: string;
  /** A route that is the same for everybody: nobody is looked up, the actor is anonymous. */
  isPublic?: boolean;
}

/** The context of a request that came through Next. Throws `unauthenticated` for an API key that is not valid. */
export async function requestContext(
  headers: Headers,
  { requestId, isPublic = false }: RequestOptions = {},
): Promise<Context> {
  const runtime = getRuntime();
  const actor: Actor = isPublic ? { kind: "anonymous" } : await resolveActor(runtime, headers);
  const ctx = buildContext(runtime, {
    actor,
    requestId: requestId ?? readRequestId(headers),
    client: readClient(headers),
  });
  ctx.db = ownDatabase(runtime, actor);
  return ctx;
}

// The second wall: a query that forgets its workspace finds nothing of another one (Z-15).
function ownDatabase({ db, tenants }: Runtime, actor: Actor): Context["db"] {
  if (!tenants || actor.kind === "anonymous" || actor.workspaceId === null) return db;
  return tenants.forWorkspace(actor.workspaceId);
}

/** A context from its parts, bound to no workspace; the gateway and the worker, which have no Web request, use it directly. */
export function buildContext(
  runtime: Runtime,
  parts: { actor: Actor; requestId: string; client: ClientInfo },
): Context {
  const { db, keyring, now, fetch, journal, settings } = runtime;
  const { actor, requestId, client } = parts;
  let log: Logger | undefined;
  return {
    db,
    systemDb: db,
    keyring,
    now,
    fetch,
    journal,
    settings,
    actor,
    requestId,
    client,
    // Made when something is logged, which for most requests is never.
    get log() {
      log ??= runtime.log.child({ requestId });
      return log;
    },
  };
}

/** Address and browser of the caller. The address is what our own server wrote down, never a header of the caller's (S-11). */
function readClient(headers: AnyHeaders): ClientInfo {
  return { ip: readHeader(headers, clientAddressHeader), userAgent: readHeader(headers, "user-agent") };
}
