import { Agent } from "undici";
import { createAddressPolicy } from "./address-policy.ts";
import { createAgents } from "./agents.ts";
import { checkUrl } from "./check-url.ts";
import { createEgressFetch, type EgressFetch } from "./egress-fetch.ts";
import { createEgressRequest, type EgressRequest } from "./egress-request.ts";
import { createGuardedConnector } from "./guarded-connector.ts";
import { type Lookup, lookupAll } from "./resolve-address.ts";

export interface EgressTimeouts {
  /** Name look-up, and then again for TCP and TLS together. */
  connectMs: number;
  /** A protocol call from its first byte to the last of the answer. */
  protocolMs: number;
  /** The most that a protocol call may ask for instead; shorter than a refresh lease (D-08). */
  longestMs: number;
  /** A forwarded request: until the answer's headers, and between two pieces of its body. */
  headersMs: number;
  bodyMs: number;
}

interface EgressOptions {
  /** Ranges that the operator opened (`EGRESS_ALLOW_CIDRS`): reachable although private, and over plain http. */
  allowCidrs: readonly string[];
  /** Another resolver, for tests. */
  lookup?: Lookup;
  timeouts?: Partial<EgressTimeouts>;
}

export interface Egress {
  /** For protocol calls: WHATWG `fetch`, redirects handed back, errors as AppError. */
  fetch: EgressFetch;
  /** For the gateway: streams both ways, bytes as they are. */
  request: EgressRequest;
  /** Throws egress-blocked for a URL that would be refused before any look-up. */
  checkUrl(url: string | URL): URL;
  /** Ends every connection; call it when nothing is in flight any more. */
  close(): Promise<void>;
}

const defaults: EgressTimeouts = {
  connectMs: 10_000,
  protocolMs: 30_000,
  longestMs: 55_000,
  headersMs: 30_000,
  bodyMs: 60_000,
};
const PROTOCOL_BYTES = 8 * 1024 * 1024;

/** The one way out of the process (D-15): https to public addresses, plus what the operator opened. Knows no proxy, follows no redirect. */
export function createEgress({ allowCidrs, lookup = lookupAll, timeouts = {} }: EgressOptions): Egress {
  const { connectMs, protocolMs, longestMs, headersMs, bodyMs } = { ...defaults, ...timeouts };
  const policy = createAddressPolicy(allowCidrs);
  const connector = (caCertificates: string) =>
    createGuardedConnector({ policy, lookup, timeoutMs: connectMs, caCertificates });
  const protocolAgents = createAgents((caCertificates) => {
    // Each call ends by its own time before this.
    const endMs = Math.max(protocolMs, longestMs);
    const times = { headersTimeout: endMs, bodyTimeout: endMs };
    return new Agent({ connect: connector(caCertificates), ...times, maxResponseSize: PROTOCOL_BYTES });
  });
  const gatewayAgents = createAgents((caCertificates) => {
    const times = { headersTimeout: headersMs, bodyTimeout: bodyMs };
    return new Agent({ connect: connector(caCertificates), ...times, maxHeaderSize: 32 * 1024 });
  });
  return {
    fetch: createEgressFetch({ agents: protocolAgents, policy, timeoutMs: protocolMs, longestMs }),
    request: createEgressRequest({ agents: gatewayAgents, policy }),
    checkUrl: (url) => checkUrl(policy, url),
    close: async () => {
      await Promise.all([protocolAgents.destroy(), gatewayAgents.destroy()]);
    },
  };
}
