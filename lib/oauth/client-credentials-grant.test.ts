import { describe, expect, it } from "vitest";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { checkClient } from "./client-check.ts";
import { mintToken } from "./client-credentials-grant.ts";

const now = () => new Date("2026-03-01T12:00:00Z");
const token = { access_token: "at-1", token_type: "Bearer", expires_in: 3600 };
const provider = plainProvider({ kind: "client_credentials" });

describe("a token for the client itself", () => {
  it("is asked for as RFC 6749 §4.4.2 says, and its expiry counts from the request", async () => {
    const { fetch, requests } = scriptedFetch(() => jsonAnswer(200, { ...token, scope: "read" }));
    const grant = await mintToken({ provider, client: plainClient(), scopes: ["read", "write"], fetch, now });
    expect(Object.fromEntries(requests[0]?.form ?? [])).toEqual({
      ...{ grant_type: "client_credentials", scope: "read write" },
      ...{ client_id: "client-1", client_secret: "s3cret-Stored-9" },
    });
    expect(grant).toMatchObject({ scopes: ["read"], expiresAt: new Date("2026-03-01T13:00:00Z") });
  });

  it("F-15: shows the secret once, in the header or the body, and never in an address", async () => {
    for (const authentication of ["client_secret_post", "client_secret_basic"] as const) {
      const { fetch, requests } = scriptedFetch(() => jsonAnswer(200, token));
      await mintToken({ provider, client: plainClient({ authentication }), scopes: [], fetch, now });
      const [sent] = requests;
      const isBasic = sent?.headers.get("authorization")?.startsWith("Basic ") ?? false;
      expect([sent?.url.search, isBasic, sent?.form.has("client_secret")]).toEqual([
        "",
        authentication === "client_secret_basic",
        authentication === "client_secret_post",
      ]);
      expect(sent?.form.has("scope")).toBe(false);
    }
  });

  it("leaves out a refresh token that has no place there (§4.4.3)", async () => {
    const { fetch } = scriptedFetch(() => jsonAnswer(200, { ...token, refresh_token: "rt-1" }));
    const grant = await mintToken({ provider, client: plainClient(), scopes: [], fetch, now });
    expect([grant.accessToken.reveal(), grant.refreshToken]).toEqual(["at-1", null]);
  });

  it("takes the offering's fixed parameters along", async () => {
    const { fetch, requests } = scriptedFetch(() => jsonAnswer(200, token));
    const bent = plainProvider({
      kind: "client_credentials",
      steps: {
        ...provider.steps,
        tokenRequest: [(request) => ({ ...request, params: { audience: "api" } })],
      },
    });
    await mintToken({ provider: bent, client: plainClient(), scopes: [], fetch, now });
    expect(requests[0]?.form.get("audience")).toBe("api");
  });
});

/** What the token endpoint answers: to the stored secret, to a made-up one, and to the stored one again. */
type Answers = [stored: [number, object], control: [number, object], again?: [number, object]];

const invalidClient: [number, object] = [401, { error: "invalid_client" }];
const given: [number, object] = [200, token];

describe("the check of a client that connects by itself", () => {
  async function check(...[stored, control, again]: Answers) {
    let count = 0;
    const { fetch } = scriptedFetch(({ url, form, headers }) => {
      if (url.pathname === "/revoke") return jsonAnswer(200, {});
      const secret =
        form.get("client_secret") ?? atob(headers.get("authorization")?.slice(6) ?? "").split(":")[1];
      const isStored = secret === "s3cret-Stored-9";
      const [status, body] = isStored ? (count++ > 0 && again ? again : stored) : control;
      return jsonAnswer(status, body);
    });
    return checkClient({
      provider,
      client: plainClient(),
      redirectUri: "https://m.example/cb",
      scopes: [],
      fetch,
    });
  }

  it.each<[string, Answers, string, string]>([
    ["a token, and none for a made-up secret", [given, invalidClient], "verified", "control-refused"],
    [
      "a token, and a refusal in other words",
      [given, [400, { error: "no_such_app" }]],
      "verified",
      "control-refused",
    ],
    [
      "a token, and a limit for the control",
      [given, [429, { error: "slow_down" }]],
      "inconclusive",
      "unavailable",
    ],
    ["a token, and a broken control", [given, [500, {}]], "inconclusive", "unavailable"],
    [
      "a token once, and then none",
      [given, [403, { error: "denied" }], [403, { error: "denied" }]],
      "inconclusive",
      "unstable-answer",
    ],
    ["a token for any secret", [given, given], "inconclusive", "same-answer"],
    ["no token but for a made-up secret", [invalidClient, given], "inconclusive", "unstable-answer"],
    ["the same refusal", [invalidClient, invalidClient], "rejected", "client-refused"],
    [
      "a grant that is not allowed",
      [[400, { error: "unauthorized_client" }], invalidClient],
      "rejected",
      "client-not-allowed",
    ],
    [
      "scopes that are not allowed",
      [[400, { error: "invalid_scope" }], invalidClient],
      "rejected",
      "token-refused",
    ],
    [
      "a grant that nobody gets there",
      [
        [400, { error: "unsupported_grant_type" }],
        [400, { error: "unsupported_grant_type" }],
      ],
      "inconclusive",
      "same-answer",
    ],
    ["a 200 without a token", [[200, { hello: 1 }], invalidClient], "rejected", "token-refused"],
    [
      "a 200 without a token, whatever the secret",
      [
        [200, { a: 1 }],
        [200, { a: 1 }],
      ],
      "inconclusive",
      "same-answer",
    ],
    ["nothing that can be read", [[503, {}], invalidClient], "inconclusive", "unavailable"],
  ])("%s", async (_what, answers, verdict, cause) => {
    expect(await check(...answers)).toMatchObject({ verdict, cause });
  });

  it("gives every token back that it was given", async () => {
    const revoked: (string | null)[] = [];
    const { fetch } = scriptedFetch(({ url, form }) => {
      if (url.pathname === "/token")
        return form.get("client_secret") === "s3cret-Stored-9"
          ? jsonAnswer(...given)
          : jsonAnswer(...invalidClient);
      revoked.push(form.get("token"));
      return jsonAnswer(200, {});
    });
    await checkClient({ provider, client: plainClient(), redirectUri: "https://m.example/cb", fetch });
    expect(revoked).toEqual(["at-1", "at-1"]);
  });
});
