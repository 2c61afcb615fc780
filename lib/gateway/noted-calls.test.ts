import { describe, expect, it } from "vitest";
import type { ApiKeyActor } from "#lib/core/actor.ts";
import { createNotedCalls, type NotedCall } from "./noted-calls.ts";

const bounds = { singlesPerSecond: 10, singlesBurst: 20, patterns: 5, waiting: 100 };

const actor = (apiKeyId: string, workspaceId = "ws-a"): ApiKeyActor => ({
  ...{ kind: "api-key", apiKeyId, workspaceId, name: apiKeyId, userId: "user-a", role: "member" },
  ...{ scopes: [], applicationId: null, runtimeConfigurationId: null },
});

const call = (changes: Partial<NotedCall> = {}): NotedCall => ({
  ...{ actor: actor("key-a"), connectionId: "conn-a", integrationId: "int-a", asked: "sandbox" },
  ...{ method: "GET", host: "api.example", path: "/v1/files/1?secret=x", outcome: "success", cause: null },
  ...{ status: 200, bytesIn: 1, bytesOut: 2, ip: "192.0.2.1", requestId: "r", atMs: 1_000 },
  ...changes,
});

function collect(calls: Iterable<NotedCall>) {
  const noted = createNotedCalls(bounds);
  for (const one of calls) noted.add(one);
  return noted;
}

const many = (count: number, change: (n: number) => Partial<NotedCall> = () => ({})) =>
  Array.from({ length: count }, (_, n) => call(change(n)));

describe("U-07: calls that wait for their record", () => {
  it("are events of their own up to a rate, with their whole path and without the query", () => {
    const { singles, groups } = collect(many(20)).take("ws-a");
    expect([singles.length, groups.length]).toEqual([20, 0]);
    expect(singles[0]?.path).toBe("/v1/files/1");
  });

  it("beyond share an event with those that are alike, and none is missing from its count", () => {
    const { singles, groups } = collect(many(320, (n) => ({ path: `/v1/files/${n}`, atMs: 1_000 + n }))).take(
      "ws-a",
    );
    expect(singles).toHaveLength(20 + 3);
    expect(groups).toMatchObject([
      { path: "/v1/files/*", count: 297, bytesIn: 297, bytesOut: 594, lastMs: 1_319 },
    ]);
  });

  it("are told apart by connection, key, method, status, address and outcome", () => {
    const apart: Partial<NotedCall>[] = [
      { connectionId: "conn-b" },
      { actor: actor("key-b") },
      { method: "POST" },
      { outcome: "failed", cause: "status-404", status: 404 },
      { ip: "192.0.2.2" },
    ];
    const { groups } = collect([...many(20), ...apart.flatMap((one) => [call(one), call(one)])]).take("ws-a");
    expect(groups.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2]);
  });

  it("have no paths told apart where there are too many, and no names that callers make up", () => {
    const paths = collect(
      many(80, (n) => ({ path: `/${"abcdefghij"[n % 10]}${"klmnopqrst"[Math.floor(n / 10)]}` })),
    );
    const { groups } = paths.take("ws-a");
    expect(groups).toHaveLength(bounds.patterns + 1);
    expect(groups.at(-1)).toMatchObject({ path: "/*", count: 55 });
    const denied = { connectionId: null, outcome: "denied", cause: "not-found", status: 404 } as const;
    const made = collect(many(80, (n) => ({ ...denied, asked: `conn-${n}` }))).take("ws-a").groups;
    expect(made.map(({ asked, count }) => [asked, count]).at(-1)).toEqual(["*", 55]);
  });

  it("take no more memory than they may: beyond, they are counted, and known by workspace", () => {
    const noted = collect(many(500, (n) => ({ connectionId: `conn-${n}` })));
    noted.add(call({ actor: actor("key-z", "ws-z") }));
    const { singles, groups, dropped, droppedSinceMs } = noted.take("ws-a");
    expect([singles.length, groups.length, dropped, droppedSinceMs]).toEqual([20, 80, 400, 1_000]);
    expect(noted.take("ws-z").dropped).toBe(1);
    noted.add(call());
    expect(noted.take("ws-a").dropped).toBe(1);
    noted.release(100);
    noted.add(call({ connectionId: "conn-x" }));
    expect(noted.take("ws-a")).toMatchObject({ dropped: 0, groups: [{ count: 1 }] });
  });

  it("are forgotten with their workspace when it is at rest", () => {
    const noted = collect([call()]);
    noted.take("ws-a");
    noted.take("ws-a");
    expect(noted.workspaces()).toEqual([]);
  });
});
