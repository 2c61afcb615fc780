import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { readClientAddress } from "./client-address.ts";

function request(remoteAddress: string, forwarded?: string) {
  const socket = Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress });
  return { socket, headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } };
}

describe("S-11: the client's address", () => {
  it.each([
    [
      "is the socket's when no proxy is trusted, whatever is forwarded",
      "203.0.113.9",
      "10.0.0.1",
      0,
      "203.0.113.9",
    ],
    ["is what the one trusted proxy saw", "10.0.0.2", "198.51.100.7", 1, "198.51.100.7"],
    ["is not what the caller put in front of it", "10.0.0.2", "1.1.1.1, 198.51.100.7", 1, "198.51.100.7"],
    [
      "is what the outer of two trusted proxies saw",
      "10.0.0.3",
      "1.1.1.1, 198.51.100.7, 10.0.0.2",
      2,
      "198.51.100.7",
    ],
    ["is the nearest known one when a proxy did not forward", "10.0.0.2", undefined, 1, "10.0.0.2"],
    ["is the nearest known one when what is forwarded is no address", "10.0.0.2", "unknown", 1, "10.0.0.2"],
    ["is plain IPv4 on a dual-stack socket", "::ffff:203.0.113.9", undefined, 0, "203.0.113.9"],
    ["loses the port that a proxy added", "10.0.0.2", "198.51.100.7:4711", 1, "198.51.100.7"],
    ["may be IPv6", "10.0.0.2", "[2001:db8::7]:443", 1, "2001:db8::7"],
  ])("%s", (_, remote, forwarded, hops, expected) => {
    expect(readClientAddress(request(remote, forwarded), hops)).toBe(expected);
  });
});
