import { describe, expect, it } from "vitest";
import type { TokenGrant, TokenProvider } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { exchangeCode } from "./code-exchange.ts";
import { isTokenFailure } from "./token-failure.ts";

const sentAt = new Date("2026-03-01T12:00:00Z");

interface Options {
  contentType?: string;
  status?: number;
  provider?: Partial<Omit<TokenProvider, "authorize">>;
}

/** The clock runs 20 s while the provider thinks. */
function clock(): () => Date {
  let calls = 0;
  return () => new Date(sentAt.getTime() + (calls++ === 0 ? 0 : 20_000));
}

function exchange(body: string | object, options: Options = {}): Promise<TokenGrant> {
  const { contentType = "application/json", status = 200, provider = {} } = options;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const { fetch } = scriptedFetch(
    () => new Response(text, { status, headers: { "content-type": contentType } }),
  );
  return exchangeCode({
    provider: plainProvider(provider),
    client: plainClient(),
    redirectUri: "https://mooring.example/oauth/callback",
    code: new Secret("code-1"),
    codeVerifier: new Secret("v".repeat(43)),
    callbackParams: {},
    fetch,
    now: clock(),
  });
}

async function classOf(body: string | object, options?: Options): Promise<string> {
  const outcome = await exchange(body, options).catch((error: unknown) => error);
  if (isTokenFailure(outcome)) return outcome.class;
  throw new Error("tokens were accepted");
}

const tokens = {
  access_token: "at-1",
  token_type: "Bearer",
  expires_in: 3600,
  refresh_token: "rt-1",
  scope: "a b",
};

describe("a token answer", () => {
  it("becomes a grant whose expiry counts from the sending of the request (D-25)", async () => {
    const grant = await exchange(tokens);
    expect(grant.accessToken.reveal()).toBe("at-1");
    expect(grant.refreshToken?.reveal()).toBe("rt-1");
    expect(grant).toMatchObject({
      tokenType: "Bearer",
      expiresAt: new Date("2026-03-01T13:00:00Z"),
      refreshTokenExpiresAt: null,
      scopes: ["a", "b"],
      data: {},
      subject: null,
    });
    expect(JSON.stringify(grant)).not.toMatch(/at-1|rt-1/);
  });

  it.each(["Bearer", "bearer", "BEARER", "", null, undefined])(
    "F-14: token_type %o is a Bearer token",
    async (token_type) => {
      await expect(exchange({ ...tokens, token_type })).resolves.toMatchObject({ tokenType: "Bearer" });
    },
  );

  it.each(["MAC", "DPoP", "N_A", "bot", 7, {}, "bearer2"])(
    "F-14: token_type %o is refused",
    async (token_type) => {
      await expect(classOf({ ...tokens, token_type })).resolves.toBe("misbehaved");
    },
  );

  it("F-14: a provider's own word for Bearer is accepted where its offering says so", async () => {
    const provider = { tokenAnswer: { paths: {}, capture: [], bearerAliases: ["bot"] } };
    await expect(exchange({ ...tokens, token_type: "bot" }, { provider })).resolves.toBeDefined();
  });

  it.each([
    ["narrower", "a", ["a"]],
    ["wider", "a b c", ["a", "b", "c"]],
    ["with commas", "a,b", ["a", "b"]],
    ["with both", "a, b", ["a", "b"]],
    ["as a list", ["a", "b"], ["a", "b"]],
    ["repeated", "a a b", ["a", "b"]],
    ["empty", "", []],
    ["missing", undefined, null],
    ["null", null, null],
    ["a number", 7, null],
    ["full of odd things", 'a "b" \u202E c\\d', ["a"]],
  ])("F-14: a granted scope that is %s is stored as granted", async (_, scope, wanted) => {
    expect((await exchange({ ...tokens, scope })).scopes).toEqual(wanted);
  });

  it.each([
    ["after a byte order mark", `\uFEFF${JSON.stringify(tokens)}`, "application/json"],
    ["with no type", JSON.stringify(tokens), ""],
    ["called text/html", JSON.stringify(tokens), "text/html"],
    [
      "as a form",
      new URLSearchParams({ ...tokens, expires_in: "3600" }).toString(),
      "application/x-www-form-urlencoded",
    ],
    [
      "as a form called text/plain",
      "access_token=at-1&expires_in=3600&token_type=bearer&scope=a+b&refresh_token=rt-1",
      "text/plain; charset=utf-8",
    ],
  ])("F-14: is read %s", async (_, body, contentType) => {
    const grant = await exchange(body, { contentType });
    expect(grant.accessToken.reveal()).toBe("at-1");
    expect(grant.expiresAt).toEqual(new Date("2026-03-01T13:00:00Z"));
    expect(grant.scopes).toEqual(["a", "b"]);
  });

  it("F-14: a 201 with tokens is as good as a 200", async () => {
    await expect(exchange(tokens, { status: 201 })).resolves.toBeDefined();
  });

  it.each([
    ["a page", "<html></html>", "misbehaved"],
    ["1 MB", JSON.stringify({ ...tokens, pad: "x".repeat(1_000_000) }), "misbehaved"],
    ["the access token twice", '{"access_token":"a","token_type":"bearer","access_token":"b"}', "misbehaved"],
    ["the access token twice, once escaped", '{"access_token":"a","access\\u005ftoken":"b"}', "misbehaved"],
    ["a list", JSON.stringify([tokens]), "misbehaved"],
    ["a number", "42", "ambiguous"],
    ["half of it", JSON.stringify(tokens).slice(0, 30), "ambiguous"],
    ["no token", { token_type: "bearer" }, "misbehaved"],
    ["an empty token", { ...tokens, access_token: "" }, "misbehaved"],
    ["a token that is a number", { ...tokens, access_token: 12 }, "misbehaved"],
    ["a token in an object", { ...tokens, access_token: { value: "x" } }, "misbehaved"],
  ])("F-14: %s is a clean failure", async (_, body, wanted) => {
    await expect(classOf(body)).resolves.toBe(wanted);
  });

  it("F-14: the access token twice in a form is refused", async () => {
    const contentType = "application/x-www-form-urlencoded";
    await expect(classOf("access_token=a&access_token=b&token_type=bearer", { contentType })).resolves.toBe(
      "misbehaved",
    );
  });

  it("takes a key that only a nested object repeats for no repetition", async () => {
    const body = `{"access_token":"at-1","user":{"id":1,"name":"a\\"b:c"},"team":{"id":2,"id2":[{"id":3}]}}`;
    await expect(exchange(body)).resolves.toBeDefined();
  });

  it.each(["a\r\nSet-Cookie: x=1", "a\nb", "a\u0000b", "a b", "töken", "x".repeat(16_385), "\u202Ea"])(
    "V-06: an access token that could break out of its header is refused unquoted: %o",
    async (access_token) => {
      const outcome = await exchange({ ...tokens, access_token }).catch((error: unknown) => error);
      expect(isTokenFailure(outcome) && outcome.class).toBe("misbehaved");
      expect(String((outcome as Error).stack)).not.toContain(access_token.slice(0, 20));
    },
  );

  it.each(["r\r\nx", "r\u0007", "ré"])("V-06: so is a refresh token: %o", async (refresh_token) => {
    await expect(classOf({ ...tokens, refresh_token })).resolves.toBe("misbehaved");
  });

  it.each(["00D1!AQ.x_y", "EAA|b", "a~b+c/d==", "x".repeat(16_384)])(
    "takes real tokens as they are: %s",
    async (access_token) => {
      expect((await exchange({ ...tokens, access_token })).accessToken.reveal()).toBe(access_token);
    },
  );

  it.each([
    ["3600", "2026-03-01T13:00:00.000Z"],
    [-1, null],
    [1e308, null],
    [{}, null],
    [undefined, null],
    [0, null],
    ["abc", null],
  ])("V-06: expires_in %o", async (expires_in, wanted) => {
    const { expiresAt } = await exchange({ ...tokens, expires_in });
    expect(expiresAt?.toISOString() ?? null).toBe(wanted);
  });

  it.each([
    ["missing", undefined, null],
    ["empty", "", null],
    ["null", null, null],
    ["there", "rt-2", "rt-2"],
  ])("R-05: a refresh token that is %s keeps or replaces the old one", async (_, refresh_token, wanted) => {
    expect((await exchange({ ...tokens, refresh_token })).refreshToken?.reveal() ?? null).toBe(wanted);
  });

  it("keeps the facts that the offering lists, nested as they came, and nothing that holds a token", async () => {
    const capture = ["team.id", "owner", "missing", "echo", "big", "__proto__.polluted"];
    const provider = { tokenAnswer: { paths: {}, capture, bearerAliases: [] } };
    const body = {
      ...tokens,
      team: { id: "T1", name: "x" },
      owner: { id: 7 },
      echo: "see at-1",
      big: "y".repeat(5_000),
    };
    expect((await exchange(body, { provider })).data).toEqual({ team: { id: "T1" }, owner: { id: 7 } });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("how much of a token answer is read", () => {
  const KB = 1024;

  it("F-14: of an endless body no more than 256 KB, in pieces of any size", async () => {
    for (const size of [KB, 16 * KB, 64 * KB, 200 * KB]) {
      let [pulled, isCancelled] = [0, false];
      const body = new ReadableStream(
        {
          pull: (controller) => {
            pulled += size;
            controller.enqueue(
              new TextEncoder().encode(pulled === size ? `{"a":"`.padEnd(size, "x") : "x".repeat(size)),
            );
          },
          cancel: () => {
            isCancelled = true;
          },
        },
        { highWaterMark: 0 },
      );
      const outcome = await exchangeCode({
        provider: plainProvider(),
        client: plainClient(),
        redirectUri: "https://mooring.example/oauth/callback",
        code: new Secret("code-1"),
        codeVerifier: null,
        callbackParams: {},
        fetch: async () => new Response(body, { headers: { "content-type": "application/json" } }),
        now: clock(),
      }).catch((error: unknown) => error);
      expect(outcome).toMatchObject({ class: "misbehaved" });
      expect(isCancelled).toBe(true);
      expect(pulled).toBeLessThanOrEqual(256 * KB + size);
    }
  });

  it("F-14: 256 KB to the byte are read, one more is not", async () => {
    const padded = (bytes: number) => {
      const text = JSON.stringify({ ...tokens, pad: "" });
      return text.replace('"pad":""', `"pad":"${"x".repeat(bytes - text.length)}"`);
    };
    await expect(exchange(padded(256 * KB))).resolves.toBeDefined();
    await expect(classOf(padded(256 * KB + 1))).resolves.toBe("misbehaved");
  });
});
