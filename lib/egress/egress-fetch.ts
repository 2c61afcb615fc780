import { type RequestInit as UndiciRequestInit, fetch as undiciFetch } from "undici";
import type { AddressPolicy } from "./address-policy.ts";
import type { Agents } from "./agents.ts";
import { checkHeaders, headerEntries } from "./check-headers.ts";
import { checkUrl } from "./check-url.ts";
import { toEgressError } from "./egress-errors.ts";

/** A WHATWG-shaped `fetch` through the egress guard. A 3xx is an answer like any other: nothing follows it (D-16). */
export type EgressFetch = (input: string | URL, init?: EgressInit) => Promise<Response>;

/** A request; how long it may take when that is not as long as every other, and which authorities it trusts beside the public ones (PEM). */
export type EgressInit = RequestInit & { timeoutMs?: number; caCertificates?: string };

interface EgressFetchOptions {
  agents: Agents;
  policy: AddressPolicy;
  timeoutMs: number;
  longestMs: number;
}

/**
 * Builds the fetch of protocol calls. It throws egress-blocked, provider-unreachable (with `reason` and `stage`) or
 * provider-misbehaved; when the caller's own signal fires, that signal's reason. Reading a body may throw a plain Error.
 */
export function createEgressFetch({ agents, policy, timeoutMs, longestMs }: EgressFetchOptions): EgressFetch {
  return async (input, { timeoutMs: askedMs = timeoutMs, caCertificates, ...init } = {}) => {
    const url = checkUrl(policy, input);
    const headers = checkHeaders(headerEntries(init.headers));
    if (!headers.some(([name]) => name.toLowerCase() === "user-agent"))
      headers.push(["user-agent", "Mooring"]);
    const timeout = AbortSignal.timeout(Math.min(askedMs, Math.max(timeoutMs, longestMs)));
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const dispatcher = agents.for(caCertificates);
    const request = { ...init, headers, signal, redirect: "manual", dispatcher } as UndiciRequestInit;
    try {
      return (await undiciFetch(url, request)) as unknown as Response;
    } catch (error) {
      if (init.signal?.aborted) throw init.signal.reason;
      throw toEgressError(error, url.host, "exchange");
    }
  };
}
