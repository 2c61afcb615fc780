import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** Which addresses Mooring may open a connection to (D-15, P-02). */
export interface AddressPolicy {
  /** Whether an operator opted into any range; without one, plain http has nowhere to go. */
  hasOperatorRanges: boolean;
  /** https: public addresses and the operator's ranges. http: the operator's ranges only. Takes an IP address, never a name. */
  isAllowed(address: string, protocol: string): boolean;
}

// What ipaddr.js counts as unicast and yet belongs to a cloud's own services.
const deniedRanges: Range[] = ["168.63.129.16/32", "100.100.100.200/32", "192.88.99.0/24"].map((cidr) =>
  ipaddr.parseCIDR(cidr),
);
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** Builds the policy from CIDRs such as `10.20.0.0/16` or `fd12::/32`. Throws an Error that names a wrong one. */
export function createAddressPolicy(allowCidrs: readonly string[]): AddressPolicy {
  const operatorRanges = allowCidrs.map(parseRange);
  return {
    hasOperatorRanges: operatorRanges.length > 0,
    isAllowed: (text, protocol) => {
      const address = parseAddress(text);
      if (!address) return false;
      if (isInside(address, operatorRanges)) return protocol === "https:" || protocol === "http:";
      return protocol === "https:" && isPublic(address);
    },
  };
}

function parseRange(cidr: string): Range {
  const [address = "", prefix = "", ...rest] = cidr.trim().split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  const length = /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (!isIP(address) || rest.length > 0 || length < 0 || length > bits) {
    throw new Error(`“${cidr}” is not a range of addresses such as 10.20.0.0/16`);
  }
  if (length === 0)
    throw new Error(`“${cidr}” would switch the egress guard off; name the ranges that you need`);
  return [ipaddr.parse(address), length];
}

// Only the canonical spellings that a socket takes: ipaddr.js alone would read `0x7f.1` too.
function parseAddress(text: string): Address | null {
  return isIP(text) && !text.includes("%") ? ipaddr.parse(text) : null;
}

function isPublic(address: Address): boolean {
  if (address.range() !== "unicast" || isInside(address, deniedRanges)) return false;
  return address instanceof ipaddr.IPv4 || (address.match(globalUnicast) && !isIsatap(address));
}

// RFC 5214 §6.1: an interface id of 0000:5efe or 0200:5efe wraps an IPv4 address.
function isIsatap(address: ipaddr.IPv6): boolean {
  const [high, low] = address.parts.slice(4, 6);
  return low === 0x5efe && (high === 0 || high === 0x200);
}

function isInside(address: Address, ranges: readonly Range[]): boolean {
  return ranges.some(
    ([range, length]) => range.kind() === address.kind() && address.match(range as never, length),
  );
}
