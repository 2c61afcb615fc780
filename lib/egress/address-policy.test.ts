import { describe, expect, it } from "vitest";
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
    const open = specialAddresses.filter(
      (address) => closed.isAllowed(address, "https:") || closed.isAllowed(address, "http:"),
    );
    expect(open).toEqual([]);
    expect(specialAddresses.length).toBeGreaterThan(60);
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

  it("opens exactly the operator's ranges, for plain http too", () => {
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

const specialAddresses = [
  ...["0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255"],
  ...[
    "127.0.0.1",
    "127.0.0.2",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
  ],
  ...[
    "192.0.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
  ],
  ...["192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "168.63.129.16"],
  ...["224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.254", "255.255.255.255"],
  ...[
    "::",
    "::1",
    "::7f00:1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:8.8.8.8",
  ],
  ...[
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
  ],
  ...["2001:3::1", "2001:4:112::1", "2001:10::1", "2001:20::1", "2001:30::1", "2001:1ff::1", "2001:db8::1"],
  ...["2002:7f00:1::1", "2002:808:808::1", "2620:4f:8000::1", "3fff::1", "3fff:fff::1", "5f00::1", "4000::1"],
  ...["2606:4700:0:0:0:5efe:7f00:1", "2606:4700::200:5efe:a00:1", "fc00::1", "fd00:ec2::254", "fdff::1"],
  ...["fe80::1", "febf::1", "fec0::1", "feff::1", "ff02::1", "ff0e::1"],
];
