import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { captureCallback, captureFacts } from "./captured-data.ts";
import { runFollowUps } from "./follow-ups.ts";

const odd = ["T\u00001", "T\ud8001", { id: "T\u0000" }, { "\u0000": 1 }, ["\udfff"]];

describe("V-06: a fact that PostgreSQL cannot keep is left out", () => {
  it.each(odd)("of the token answer: %j", (team) => {
    const provider = plainProvider({
      tokenAnswer: { paths: {}, capture: ["team", "plan"], bearerAliases: [] },
    });
    expect(captureFacts({ team, plan: "pro" }, provider, [])).toEqual({ plan: "pro" });
  });

  it("of the authorization response", () => {
    const { callback } = plainProvider();
    const provider = plainProvider({ callback: { ...callback, capture: ["realmId", "plan"] } });
    expect(captureCallback({ realmId: "1\u00002", plan: "pro" }, provider)).toEqual({ plan: "pro" });
  });

  it("of the calls right after", async () => {
    expect(await tenantsOf({ id: "t\u0000", region: "eu" })).toMatchObject({ region: "eu" });
    expect(await tenantsOf({ id: "t\u0000", region: "eu" })).not.toHaveProperty("id");
  });
});

describe("K-03: a fact that holds a token is left out", () => {
  it.each(["at-1", 'a"t\\1'])("of the token answer: %s", (token) => {
    const provider = plainProvider({ tokenAnswer: { paths: {}, capture: ["echo"], bearerAliases: [] } });
    expect(captureFacts({ echo: { of: `see ${token}` } }, provider, [token])).toEqual({});
  });

  it("of the calls right after", async () => {
    expect(await tenantsOf({ id: "t1", region: "Bearer at-1" })).not.toHaveProperty("region");
  });
});

async function tenantsOf(tenant: Record<string, unknown>) {
  const followUp = {
    purpose: "tenants" as const,
    url: "https://api.plain.example/tenants",
    method: "GET" as const,
    headers: {},
    params: {},
    body: null,
    list: "$",
    extract: { id: "id", region: "region" },
  };
  return runFollowUps({
    provider: plainProvider({ followUps: [followUp] }),
    client: plainClient(),
    accessToken: new Secret("at-1"),
    data: {},
    fetch: scriptedFetch(() => jsonAnswer(200, [tenant])).fetch,
  });
}
