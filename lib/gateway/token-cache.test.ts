import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createTokenCache } from "./token-cache.ts";

const token = (tokenVersion: number, text = `token-${tokenVersion}`) => ({
  accessToken: new Secret(text),
  tokenType: "Bearer",
  tokenVersion,
  expiresAt: null,
});

describe("the cache of opened tokens", () => {
  it("gives a token for exactly its connection and version", () => {
    const cache = createTokenCache();
    cache.keep("conn-a", token(2));
    expect(cache.get("conn-a", 2)?.accessToken.reveal()).toBe("token-2");
    expect([cache.get("conn-a", 1), cache.get("conn-a", 3), cache.get("conn-b", 2)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("forgets the old version with the new one", () => {
    const cache = createTokenCache();
    cache.keep("conn-a", token(1));
    cache.keep("conn-a", token(2));
    expect([cache.get("conn-a", 1), cache.get("conn-a", 2)?.tokenVersion]).toEqual([null, 2]);
  });

  it("keeps a bounded number, those that were used last", () => {
    const cache = createTokenCache(2);
    for (const id of ["conn-a", "conn-b"]) cache.keep(id, token(1));
    cache.get("conn-a", 1);
    cache.keep("conn-c", token(1));
    const kept = ["conn-a", "conn-b", "conn-c"].map((id) => cache.get(id, 1) !== null);
    expect(kept).toEqual([true, false, true]);
  });
});
