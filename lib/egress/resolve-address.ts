import { lookup as systemLookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { AddressPolicy } from "./address-policy.ts";
import { egressBlocked, toEgressError, unreachable } from "./egress-errors.ts";

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Answers a name with all of its addresses. */
export type Lookup = (hostname: string) => Promise<ResolvedAddress[]>;

export const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

interface ResolveOptions {
  hostname: string;
  protocol: string;
  policy: AddressPolicy;
  lookup: Lookup;
  timeoutMs: number;
}

/**
 * The addresses that a connection to the host may use. One denied answer blocks the host as a whole, so a name
 * that answers publicly and privately by turns never gets through (P-02). Throws egress-blocked or provider-unreachable.
 */
export async function resolveAddress(options: ResolveOptions): Promise<ResolvedAddress[]> {
  const { hostname, protocol, policy } = options;
  const literal = isIP(hostname);
  const addresses = literal ? [{ address: hostname, family: literal }] : await lookUp(options);
  if (addresses.length === 0) throw unreachable(hostname, "dns", "connect");
  if (addresses.some(({ address }) => !policy.isAllowed(address, protocol))) {
    throw egressBlocked(
      hostname,
      protocol === "https:" ? "it is not a public address" : "plain http is not allowed there",
    );
  }
  return addresses;
}

async function lookUp({ hostname, lookup, timeoutMs }: ResolveOptions): Promise<ResolvedAddress[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unreachable(hostname, "timeout", "connect", "lookup")), timeoutMs);
  });
  try {
    const answers = await Promise.race([lookup(hostname), tooLate]);
    return answers.map(({ address }) => ({ address, family: isIP(address) }));
  } catch (error) {
    throw toEgressError(error, hostname, "connect");
  } finally {
    clearTimeout(timer);
  }
}
