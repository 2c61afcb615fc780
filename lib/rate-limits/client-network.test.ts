import { expect, it } from "vitest";
import { clientNetwork } from "./client-network.ts";

it("S-08: takes the addresses of one IPv6 network for one caller, however they are written", () => {
  const same = ["2001:db8:1:2::1", "2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:0db8:0001:0002:0:0:192.0.2.1"];
  expect(new Set(same.map(clientNetwork))).toEqual(new Set(["2001:db8:1:2::/64"]));
  expect(clientNetwork("2001:db8:1:3::1")).toBe("2001:db8:1:3::/64");
  expect(clientNetwork("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
});

it("leaves other callers as they are", () => {
  expect(clientNetwork("192.0.2.1")).toBe("192.0.2.1");
  expect(clientNetwork(null)).toBeNull();
});
