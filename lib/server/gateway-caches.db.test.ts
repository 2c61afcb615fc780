import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { type CachingForwarder, startCachingForwarder } from "#lib/testing/caching-forwarder.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createColleague, startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;
let colleague: MemberActor;
let path: string;
const caches: CachingForwarder[] = [];

beforeEach(async () => {
  const owner = await createOwner(database.db);
  gateway = await startTestGateway({ database, owner });
  colleague = await createColleague(database, owner);
  await gateway.createConnection(colleague);
  path = `/api/integrations/${gateway.integration.slug}/request/me`;
});
afterEach(async () => {
  await gateway.close();
  for (const cache of caches.splice(0)) await cache.close();
});

/** Every answer has a body of its own, and invites every cache to keep it. */
function answerCacheably(headers: Record<string, string> = {}): void {
  let made = 0;
  gateway.upstream.answer((_req, res) => {
    made++;
    res
      .writeHead(200, {
        "content-type": "application/json",
        "cache-control": "public, max-age=86400, s-maxage=86400, immutable",
        expires: "Fri, 01 Jan 2100 00:00:00 GMT",
        "last-modified": "Sat, 01 Jan 2000 00:00:00 GMT",
        etag: '"same"',
        ...headers,
      })
      .end(`{"body":${made}}`);
  });
}

async function cacheBefore(target: string, kind: "shared" | "private"): Promise<CachingForwarder> {
  const cache = await startCachingForwarder(target, kind);
  caches.push(cache);
  return cache;
}

const kinds = ["shared", "private"] as const;
/** What some caches and servers heed more than `Cache-Control`. */
const forCaches = [
  "cdn-cache-control",
  "cloudflare-cdn-cache-control",
  "surrogate-control",
  "expires",
  "x-accel-expires",
  "x-accel-redirect",
];

describe.each(kinds)("P-16: a %s cache before the gateway", (kind) => {
  it.each([
    ["that says public", {}],
    ["that varies by nothing", { vary: "Accept" }],
    ["that says how long in another field", { "cache-control": "" }],
    ["with what a CDN reads first", Object.fromEntries(forCaches.map((name) => [name, "max-age=9999"]))],
  ])("P-16: never gives one person another's body, of a provider %s", async (_what, headers) => {
    answerCacheably(headers);
    const cache = await cacheBefore(gateway.origin, kind);
    const [mine, theirs] = [gateway.key, await gateway.createKey(colleague)].map((key) => ({
      authorization: `Bearer ${key}`,
    }));
    const cookies = [await gateway.cookie(gateway.owner), await gateway.cookie(colleague)].map((cookie) => ({
      cookie,
      "x-mooring-request": "1",
      "sec-fetch-site": "same-origin",
    }));
    const bodies: string[] = [];
    const seen = new Set<string>();
    for (const who of [mine, theirs, ...cookies, mine, theirs, ...cookies]) {
      const response = await fetch(cache.origin + path, { headers: who as Record<string, string> });
      expect([response.status, response.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
      const vary = response.headers.get("vary") ?? "";
      expect(
        ["Authorization", "Cookie", "Mooring-Connection"].filter((name) => !vary.includes(name)),
      ).toEqual([]);
      for (const name of forCaches) expect(response.headers.get(name)).toBeNull();
      bodies.push(await response.text());
      seen.add(bodies.at(-1) ?? "");
    }
    expect([seen.size, cache.hits()]).toEqual([bodies.length, 0]);
  });

  it("P-16: keeps no refusal for whoever comes next", async () => {
    answerCacheably();
    const cache = await cacheBefore(gateway.origin, kind);
    const refused = await fetch(cache.origin + path);
    expect([refused.status, refused.headers.get("cache-control"), refused.headers.get("vary")]).toEqual([
      401,
      "private, no-store",
      "Authorization, Cookie, Mooring-Connection",
    ]);
    const headers = { authorization: `Bearer ${gateway.key}` };
    expect((await fetch(cache.origin + path, { headers })).status).toBe(200);
    expect((await fetch(cache.origin + path)).status).toBe(401);
    expect(cache.hits()).toBe(0);
  });

  it("does mix them up before the provider itself, which shows that it is a cache", async () => {
    answerCacheably();
    const cache = await cacheBefore(gateway.upstream.origin, kind);
    const bodies: string[] = [];
    for (const who of ["a", "b"]) {
      const response = await fetch(`${cache.origin}/me`, { headers: { authorization: `Bearer ${who}` } });
      bodies.push(await response.text());
    }
    expect([bodies, cache.hits()]).toEqual([['{"body":1}', '{"body":1}'], 1]);
  });
});
