import type { LookupFunction } from "node:net";
import { buildConnector } from "undici";
import type { AddressPolicy } from "./address-policy.ts";
import { toEgressError } from "./egress-errors.ts";
import { type Lookup, type ResolvedAddress, resolveAddress } from "./resolve-address.ts";

interface GuardOptions {
  policy: AddressPolicy;
  lookup: Lookup;
  timeoutMs: number;
}

/**
 * Opens every socket of the process: it resolves and vets the host, then connects to those very addresses with the
 * original name in SNI and certificate check. A lookup hook alone would never see an IP literal.
 */
export function createGuardedConnector({
  policy,
  lookup,
  timeoutMs,
}: GuardOptions): buildConnector.connector {
  return (options, callback) => {
    const { hostname, protocol } = options;
    const open = (addresses: ResolvedAddress[]) => {
      const connect = buildConnector({
        timeout: timeoutMs,
        lookup: pinned(addresses),
        autoSelectFamily: true,
        rejectUnauthorized: true,
        minVersion: "TLSv1.2",
      });
      connect(options, (...[error, socket]) => {
        if (error) callback(toEgressError(error, hostname, "connect"), null);
        else callback(null, socket);
      });
    };
    resolveAddress({ hostname, protocol, policy, lookup, timeoutMs }).then(open, (error: Error) =>
      callback(error, null),
    );
  };
}

function pinned(addresses: ResolvedAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, addresses);
    else callback(null, first?.address ?? "", first?.family);
  };
}
