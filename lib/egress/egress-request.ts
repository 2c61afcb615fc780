import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import type { AddressPolicy } from "./address-policy.ts";
import { checkHeaders, type HeaderList } from "./check-headers.ts";
import { checkUrl } from "./check-url.ts";
import { toEgressError } from "./egress-errors.ts";

export interface EgressCall {
  /** `https://api.example.com`, nothing after the port. */
  origin: string;
  /** Path and query, sent as they are. */
  path: string;
  method: string;
  headers: HeaderList;
  body: Readable | Uint8Array | string | null;
  signal: AbortSignal;
}

export interface EgressAnswer {
  status: number;
  /** Names in lower case; values as Latin-1, which is what the wire carries. */
  headers: IncomingHttpHeaders;
  /** The bytes as they came, content coding included. Read it to its end, destroy it, or `discard()` the answer. */
  body: Readable;
  /** Drops a body that nobody wants; a short one is read, so that its connection stays usable. */
  discard(): Promise<void>;
}

/** Sends one request through the egress guard and streams the answer. Follows no redirect, retries nothing. */
export type EgressRequest = (call: EgressCall) => Promise<EgressAnswer>;

const DISCARD_BYTES = 64 * 1024;
const ignore = () => undefined;

interface EgressRequestOptions {
  agent: Dispatcher;
  policy: AddressPolicy;
}

/** Builds the gateway's way out. Errors as in `createEgressFetch`; an aborted signal throws its own reason. */
export function createEgressRequest({ agent, policy }: EgressRequestOptions): EgressRequest {
  return async ({ origin, path, method, headers, body, signal }) => {
    const url = checkUrl(policy, origin);
    const flat = checkHeaders(headers).flat();
    try {
      const answer = await agent.request({ origin: url.origin, path, method, headers: flat, body, signal });
      // Whoever reads the body hears of its failure; unheard, one that was dropped would end the process.
      answer.body.on("error", ignore);
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.body,
        discard: () => answer.body.dump({ limit: DISCARD_BYTES }).then(ignore, ignore),
      };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw toEgressError(error, url.host, "exchange");
    }
  };
}
