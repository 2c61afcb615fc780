import { describe, expect, it } from "vitest";
import { deniedAddresses } from "#lib/testing/denied-hosts.ts";
import { createAddressPolicy } from "./address-policy.ts";

const closed = createAddressPolicy([]);

describe("the address policy", () => {
  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "13.107.42.14",
    "100.63.255.255",
    "100.128.0.0",
    "172.32.0.1",
    "192.0.1.1",
    "198.20.0.1",
    "223.255.255.254",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
  ])("lets https go to the public address %s, and plain http not", (address) => {
    expect(closed.isAllowed(address, "https:")).toBe(true);
    expect(closed.isAllowed(address, "http:")).toBe(false);
  });

  it("P-02: keeps every special range and every wrapper of IPv4 in IPv6 closed", () => {
    const open = deniedAddresses.filter(
      (address) => closed.isAllowed(address, "https:") || closed.isAllowed(address, "http:"),
    );
    expect(open).toEqual([]);
    expect(deniedAddresses.length).toBeGreaterThan(60);
  });

  it.each([
    "example.com",
    "",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "1.1.1.1 ",
    "fe80::1%eth0",
    "1.1.1.1/32",
  ])("takes %o for no address at all", (text) => {
    expect(closed.isAllowed(text, "https:")).toBe(false);
  });

  it("P-02: opens exactly the operator's ranges, for plain http too", () => {
    const policy = createAddressPolicy(["10.20.0.0/16", "fd12:3456::/32", "127.0.0.1/32"]);
    for (const inside of ["10.20.0.1", "10.20.255.255", "fd12:3456::1", "127.0.0.1"]) {
      expect(policy.isAllowed(inside, "http:")).toBe(true);
      expect(policy.isAllowed(inside, "https:")).toBe(true);
    }
    for (const outside of ["10.21.0.1", "fd12:3457::1", "127.0.0.2", "::ffff:127.0.0.1", "::1"]) {
      expect(policy.isAllowed(outside, "https:")).toBe(false);
    }
    expect(policy.isAllowed("127.0.0.1", "ftp:")).toBe(false);
  });

  it.each([
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.1/8",
    "0x7f.1/8",
    "example.com/8",
    "fd00::/129",
    "10.0.0.0/8/8",
    "/8",
    "10.0.0.0/",
  ])("refuses to start with the range %o", (cidr) => {
    expect(() => createAddressPolicy([cidr])).toThrow(`“${cidr}” is not a range`);
  });

  it.each(["0.0.0.0/0", "::/0"])("refuses %s, which would switch the guard off", (cidr) => {
    expect(() => createAddressPolicy([cidr])).toThrow("would switch the egress guard off");
  });
});
