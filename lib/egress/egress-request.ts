import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import type { CancelSignal } from "#lib/core/cancellation.ts";
import type { AddressPolicy } from "./address-policy.ts";
import type { Agents } from "./agents.ts";
import { type AnswerBody, ArrivingBody } from "./answer-body.ts";
import { flatHeaders, type HeaderList } from "./check-headers.ts";
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
  /** Authorities that are trusted beside the public ones (PEM); none when left out or empty. */
  caCertificates?: string;
  signal: CancelSignal;
}

export interface EgressAnswer {
  status: number;
  /** Names in lower case; values as Latin-1, which is what the wire carries. */
  headers: IncomingHttpHeaders;
  /** The bytes as they came, content coding included. */
  body: AnswerBody;
}

/** Sends one request through the egress guard and streams the answer. Follows no redirect, retries nothing. */
export type EgressRequest = (call: EgressCall) => Promise<EgressAnswer>;

/** How many origins are remembered as vetted. */
const VETTED = 1_000;

interface EgressRequestOptions {
  agents: Agents;
  policy: AddressPolicy;
}

/** Builds the gateway's way out. Errors as in `createEgressFetch`; an aborted signal throws its own reason. */
export function createEgressRequest({ agents, policy }: EgressRequestOptions): EgressRequest {
  const vetted = new Map<string, URL>();
  // The policy never changes, and what an address resolves to is looked at when a socket is opened.
  const vet = (origin: string): URL => {
    const known = vetted.get(origin);
    if (known) return known;
    const url = checkUrl(policy, origin);
    if (vetted.size >= VETTED) vetted.clear();
    vetted.set(origin, url);
    return url;
  };
  return async (call) => {
    const url = vet(call.origin);
    const { path, method, body, signal } = call;
    const headers = flatHeaders(call.headers);
    const agent = agents.for(call.caCertificates);
    try {
      return await exchange(agent, { origin: url.origin, path, method, headers, body }, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw toEgressError(error, url.host, "exchange");
    }
  };
}

function exchange(
  agent: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: CancelSignal,
): Promise<EgressAnswer> {
  return new Promise((resolve, reject) => {
    let body: ArrivingBody | undefined;
    let abort = () => {};
    const leave = () => signal.removeEventListener("abort", abort);
    agent.dispatch(options, {
      onRequestStart: (controller) => {
        abort = () => controller.abort(signal.reason as Error);
        if (signal.aborted) abort();
        else signal.addEventListener("abort", abort);
      },
      onResponseStart: (controller, status, headers) => {
        // 1xx only announces the answer (RFC 9110 §15.2).
        if (status < 200) return;
        body = new ArrivingBody(controller);
        resolve({ status, headers, body });
      },
      onResponseData: (_controller, chunk) => body?.add(chunk),
      onResponseEnd: () => {
        leave();
        body?.end();
      },
      onResponseError: (_controller, error) => {
        leave();
        body?.fail(error);
        reject(error);
      },
    });
  });
}
