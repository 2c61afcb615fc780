import type { Actor, CallLimits } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import { methodsNamedIn } from "./named-methods.ts";

/** A call as it will be sent. */
interface Call {
  connectionId: string;
  method: string;
  /** The connection's API base. */
  apiBaseUri: string;
  origin: string;
  /** On the wire, after every decoding and encoding of ours. */
  path: string;
}

/**
 * Throws 403 for what an API key's own limits leave out. They are held against the very bytes that leave, so that what
 * is allowed is what is sent (P-05); a path prefix counts at the API's own address only, and ends at a segment's end.
 */
export function assertWithinKey(actor: Actor, call: Call): void {
  const limits = actor.kind === "api-key" ? actor.limits : undefined;
  if (!limits) return;
  if (!isConnectionAllowed(limits, call)) throw forbidden("This API key may not call this connection.");
  if (!isMethodAllowed(limits, call)) {
    throw forbidden(`This API key may send ${limits.methods.join(", ")} only.`);
  }
  if (!isPathAllowed(limits, call)) {
    throw forbidden(`This API key may call ${limits.pathPrefixes.join(", ")} and what is below only.`);
  }
}

function isConnectionAllowed({ connectionIds }: CallLimits, { connectionId }: Call): boolean {
  return connectionIds.length === 0 || connectionIds.includes(connectionId);
}

// A HEAD tells less than the GET of the same address. What an API would take for the method counts as one.
function isMethodAllowed({ methods }: CallLimits, { method, path }: Call): boolean {
  if (methods.length === 0) return true;
  const isAllowed = (asked: string) =>
    methods.includes(asked) || (asked === "HEAD" && methods.includes("GET"));
  return isAllowed(method) && methodsNamedIn(path).every(isAllowed);
}

function isPathAllowed({ pathPrefixes }: CallLimits, { apiBaseUri, origin, path }: Call): boolean {
  if (pathPrefixes.length === 0) return true;
  const [place = ""] = path.split("?", 1);
  if (origin !== new URL(apiBaseUri).origin) return false;
  return pathPrefixes.some((prefix) => {
    const bare = prefix.replace(/\/$/, "");
    return place === bare || place.startsWith(`${bare}/`);
  });
}
