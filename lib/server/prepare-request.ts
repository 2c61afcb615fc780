import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { clientAddressHeader, requestIdHeader, requestPathHeader } from "#lib/auth/request-id.ts";
import { readClientAddress } from "./client-address.ts";
import { pagePolicy } from "./security-headers.ts";

export interface ServerFacts {
  origin: string;
  isSecure: boolean;
  isDev: boolean;
  trustedProxyHops: number;
}

export interface PreparedRequest {
  requestId: string;
  nonce: string;
  /** The request target without its query. */
  path: string;
}

// What a caller may not tell us: who it is, which of our addresses it used, and anything the framework takes for its own.
// `X-Mooring-Request` is what our own pages say to the gateway (D-18).
const refused =
  /^(x-mooring-(?!request$).*|x-forwarded-.*|forwarded|x-real-ip|x-middleware-.*|x-invoke-.*|x-matched-path|x-now-.*|x-vercel-.*|x-nextjs-data|x-nonce|next-action|content-security-policy(-report-only)?)$/;

/**
 * Makes the headers of a request trustworthy, in place: the address comes from the configuration, never from the
 * caller (D-24), and what we tell the framework overwrites what the caller sent under the same names.
 */
export function prepareRequest(req: IncomingMessage, facts: ServerFacts): PreparedRequest {
  const address = readClientAddress(req, facts.trustedProxyHops);
  for (const name of Object.keys(req.headers)) if (refused.test(name)) delete req.headers[name];
  const { host, protocol } = new URL(facts.origin);
  const requestId = randomUUID();
  const nonce = randomBytes(16).toString("base64url");
  const target = req.url ?? "/";
  Object.assign(req.headers, {
    host,
    "x-forwarded-host": host,
    "x-forwarded-proto": protocol.slice(0, -1),
    [requestIdHeader]: requestId,
    [requestPathHeader]: target,
    "x-nonce": nonce,
    // The framework takes the nonce for its own scripts from here.
    "content-security-policy": pagePolicy({ ...facts, nonce }),
    ...(address ? { [clientAddressHeader]: address } : {}),
  });
  return { requestId, nonce, path: target.split("?", 1)[0] ?? "/" };
}
