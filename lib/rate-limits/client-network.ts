import ipaddr from "ipaddr.js";

/**
 * What an address counts as when attempts are limited: an IPv4 address itself, an IPv6 address its /64, because that is
 * the least that one customer is given, and each guess could come from another address of it (S-08).
 */
export function clientNetwork(ip: string | null): string | null {
  if (ip === null || !ipaddr.IPv6.isValid(ip)) return ip;
  const prefix = ipaddr.IPv6.parse(ip).parts.slice(0, 4);
  return `${prefix.map((part) => part.toString(16)).join(":")}::/64`;
}
