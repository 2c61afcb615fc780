import { describe, expect, it } from "vitest";
import type { ClientAuthentication, OAuthClient } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { loadCatalogue } from "#lib/offerings/registry.ts";
import { bearer, Replay, redirectUri, sentAt } from "#lib/testing/replay.ts";
import type { SeenRequest } from "#lib/testing/scripted-fetch.ts";
import { checkClient } from "./client-check.ts";
import { exchangeCode } from "./code-exchange.ts";
import { refreshTokens } from "./refresh-grant.ts";
import { revokeTokens } from "./revocation.ts";

const clientSecret = new Secret('s3c+r%t:w ö&="<?#/x');
const clientId = "id:with space/é&=+%";
const ways: ClientAuthentication[] = [
  "client_secret_post",
  "client_secret_basic",
  "client_secret_basic_raw",
  "none",
];
/** Documents nothing but a GET that carries the secret: there the address is the only place for it. */
const secretInAddress = ["instagram"];

describe("F-15: how a client proves itself at every offering", () => {
  it.each(loadCatalogue().map(({ id }) => id))(
    "F-15: %s gets exactly one mechanism in a request, and no secret in its address",
    async (id) => {
      for (const authentication of ways) {
        const client = {
          clientId,
          authentication,
          clientSecret: authentication === "none" ? null : clientSecret,
        };
        const requests = await requestsOf(id, client);
        for (const request of requests) {
          const found = mechanisms(request);
          expect([id, authentication, request.url.pathname, found.length <= 1]).toEqual([
            ...[id, authentication, request.url.pathname, true],
          ]);
          if (authentication === "none") expect(found).toEqual([]);
          const isExempt = secretInAddress.includes(id) && request.method === "GET";
          if (!isExempt) expect(inAddress(request.url)).toEqual([]);
        }
        const exchanges = requests.filter(({ form }) => form.get("grant_type") === "authorization_code");
        expect(exchanges.length).toBeGreaterThan(0);
        for (const request of exchanges) expect(mechanisms(request)).toEqual(wanted[authentication]);
      }
    },
  );

  it("F-15: the one exception is still the only one, and its GET is documented", () => {
    const byGet = loadCatalogue().filter(({ followUps, revocation }) =>
      [
        ...followUps.filter(({ method }) => method === "GET").map(({ params }) => JSON.stringify(params)),
        ...(revocation.bodyFormat === "query" ? [JSON.stringify(revocation.params)] : []),
      ].some((params) => params.includes("{client_secret}")),
    );
    expect(byGet.map(({ id }) => id)).toEqual(secretInAddress);
  });
});

const wanted: Record<ClientAuthentication, string[]> = {
  client_secret_post: ["body"],
  client_secret_basic: ["basic"],
  client_secret_basic_raw: ["raw basic"],
  none: [],
};

/** Everything that the engine sends for this client: code, refresh, revocation, and the question whether it is good. */
async function requestsOf(id: string, client: OAuthClient): Promise<SeenRequest[]> {
  const replay = new Replay(id);
  await replay.start();
  try {
    const { provider, fetch } = replay;
    const tokens = { ...bearer, refresh_token: "rt-1", data: { access_token: "at-1" } };
    replay.tokens(tokens);
    const common = { provider, client, redirectUri, fetch, now: () => sentAt };
    const [code, codeVerifier] = [new Secret("code-1"), new Secret("v".repeat(43))];
    const [accessToken, refreshToken] = [new Secret("at-1"), new Secret("rt-1")];
    const data = { instance_url: "https://x.my.salesforce.com", realmId: "1", installation_id: "1" };
    await exchangeCode({ ...common, code, codeVerifier, callbackParams: {} }).catch(() => null);
    await refreshTokens({ ...common, refreshToken, scopes: [], data }).catch(() => null);
    await revokeTokens({ provider, client, accessToken, refreshToken, data, fetch });
    await checkClient({ provider, client, redirectUri, fetch });
    return replay.requests;
  } finally {
    await replay.stop();
  }
}

/** The ways in which a request proves the client. A made-up secret has the length of the real one, and is one too. */
function mechanisms({ headers, form }: SeenRequest): string[] {
  const found: string[] = [];
  const header = headers.get("authorization") ?? "";
  if (header.startsWith("Basic ")) {
    const text = Buffer.from(header.slice(6), "base64").toString("utf8");
    const encoded = new URLSearchParams([["", clientId]]).toString().slice(1);
    found.push(text.startsWith(`${encoded}:`) && text.split(":").length === 2 ? "basic" : "raw basic");
  }
  if (header === `Bearer ${clientSecret.reveal()}`) found.push("bearer");
  if (form.has("client_secret")) found.push("body");
  return found;
}

/** The secret in any form that an address could hold it in. */
function inAddress({ href }: URL): string[] {
  const secret = clientSecret.reveal();
  const form = new URLSearchParams([["", secret]]).toString().slice(1);
  const base64 = Buffer.from(secret).toString("base64");
  const forms = [secret, form, encodeURIComponent(secret), encodeURI(secret), base64, "s3c", "client_secret"];
  return forms.filter((text) => href.includes(text) || decodeURIComponent(href).includes(text));
}
