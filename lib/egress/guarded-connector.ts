import type { LookupFunction } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import { buildConnector } from "undici";
import type { AddressPolicy } from "./address-policy.ts";
import { toEgressError } from "./egress-errors.ts";
import { type Lookup, type ResolvedAddress, resolveAddress } from "./resolve-address.ts";

interface GuardOptions {
  policy: AddressPolicy;
  lookup: Lookup;
  timeoutMs: number;
  /** Authorities that are trusted beside the public ones (PEM); none when empty. */
  caCertificates?: string;
}

const minVersion = "TLSv1.2";

/**
 * Opens every socket of the process: it resolves and vets the host, then connects to those very addresses with the
 * original name in SNI and certificate check. A lookup hook alone would never see an IP literal.
 */
export function createGuardedConnector({
  policy,
  lookup,
  timeoutMs,
  caCertificates = "",
}: GuardOptions): buildConnector.connector {
  let trust: { secureContext?: SecureContext } | undefined;
  return (options, callback) => {
    const { hostname, protocol } = options;
    const open = (addresses: ResolvedAddress[]) => {
      trust ??= caCertificates === "" ? {} : { secureContext: trusting(caCertificates) };
      const connect = buildConnector({
        ...trust,
        timeout: timeoutMs,
        lookup: pinned(addresses),
        autoSelectFamily: true,
        rejectUnauthorized: true,
        minVersion,
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

// The public ones stay trusted. An authority that another one vouches for is trusted by itself, without its own root.
// Named in `ca`, the public ones would be read anew for each pool: 12 ms and 1.4 MB, by which one tenant could fill the memory.
function trusting(caCertificates: string): SecureContext {
  const trust = createSecureContext({ minVersion, allowPartialTrustChain: true });
  trust.context.addCACert(caCertificates);
  return trust;
}

function pinned(addresses: ResolvedAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, addresses);
    else callback(null, first?.address ?? "", first?.family);
  };
}
