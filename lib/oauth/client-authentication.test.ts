import { describe, expect, it } from "vitest";
import type { ClientAuthentication } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { basicHeadersDiffer } from "./client-authentication.ts";
import { refreshTokens } from "./refresh-grant.ts";

const odd = { clientId: "id:with space/é", clientSecret: new Secret("p+s%s:w rd&é=") };

async function requestWith(
  authentication: ClientAuthentication,
  client = odd,
  bodyFormat: "form" | "json" = "form",
) {
  const { fetch, requests } = scriptedFetch(() =>
    jsonAnswer(200, { access_token: "t", token_type: "Bearer" }),
  );
  const provider = plainProvider();
  if (bodyFormat === "json") provider.steps.tokenRequest.push((request) => ({ ...request, bodyFormat }));
  await refreshTokens({
    provider,
    client: plainClient({ ...client, authentication }),
    redirectUri: "https://mooring.example/oauth/callback",
    refreshToken: new Secret("r"),
    scopes: [],
    fetch,
    now: () => new Date(0),
  });
  const [request] = requests;
  if (!request) throw new Error("no request was sent");
  return request;
}

function credentials(header: string | null): string[] {
  const decoded = Buffer.from(header?.replace("Basic ", "") ?? "", "base64").toString("utf8");
  return decoded.split(":");
}

describe("client authentication", () => {
  it("F-15: client_secret_post puts id and secret into the body and nowhere else", async () => {
    const { form, headers, url } = await requestWith("client_secret_post");
    expect(form.get("client_id")).toBe(odd.clientId);
    expect(form.get("client_secret")).toBe(odd.clientSecret.reveal());
    expect(headers.has("authorization")).toBe(false);
    expect(url.search).toBe("");
  });

  it("F-15: client_secret_basic form-encodes both parts before Base64 and leaves the body clean", async () => {
    const { form, headers } = await requestWith("client_secret_basic");
    const parts = credentials(headers.get("authorization"));
    expect(parts).toHaveLength(2);
    expect(parts.map((part) => new URLSearchParams(`v=${part}`).get("v"))).toEqual([
      odd.clientId,
      odd.clientSecret.reveal(),
    ]);
    expect(form.has("client_id") || form.has("client_secret")).toBe(false);
  });

  it("F-15: client_secret_basic_raw sends both parts as they are", async () => {
    const client = { clientId: "id with space", clientSecret: new Secret("a+b%c&é") };
    const { headers } = await requestWith("client_secret_basic_raw", client);
    expect(credentials(headers.get("authorization"))).toEqual(["id with space", "a+b%c&é"]);
  });

  it("F-15: a client without a secret sends its id alone", async () => {
    const { form, headers } = await requestWith("none");
    expect(form.get("client_id")).toBe(odd.clientId);
    expect(form.has("client_secret") || headers.has("authorization")).toBe(false);
  });

  it.each(["client_secret_post", "client_secret_basic", "client_secret_basic_raw", "none"] as const)(
    "F-15: %s keeps the secret out of the URL, in a form and in JSON",
    async (authentication) => {
      for (const format of ["form", "json"] as const) {
        const { url, headers, body } = await requestWith(authentication, odd, format);
        expect(url.href).toBe("https://id.plain.example/token");
        const ways = [headers.has("authorization"), body.includes("client_secret")].filter(Boolean);
        expect(ways).toHaveLength(authentication === "none" ? 0 : 1);
      }
    },
  );

  it("encodes identifiers such as UUIDs to themselves, so that servers which never decode accept them", async () => {
    const client = { clientId: "0b1c-4d_e.f*", clientSecret: new Secret("Az09-._*") };
    const { headers } = await requestWith("client_secret_basic", client);
    expect(credentials(headers.get("authorization"))).toEqual(["0b1c-4d_e.f*", "Az09-._*"]);
    expect(basicHeadersDiffer(plainClient(client))).toBe(false);
    expect(basicHeadersDiffer(plainClient(odd))).toBe(true);
  });

  it("names no secret when one is missing", async () => {
    const client = { clientId: "a", clientSecret: null as never };
    await expect(requestWith("client_secret_post", client)).rejects.toMatchObject({ code: "internal" });
  });
});
