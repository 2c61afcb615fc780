import { describe, expect, it } from "vitest";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { readSubject } from "./id-token.ts";

const now = new Date("2026-03-01T12:00:00Z");
const seconds = now.getTime() / 1000;
const issuer = "https://id.plain.example";
const good = { iss: issuer, aud: "client-1", sub: "person-1", iat: seconds - 5, exp: seconds + 300 };

function token(claims: object, header: object = { alg: "RS256" }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(claims)}.${Buffer.from("signature").toString("base64url")}`;
}

function subject(idToken: unknown, provider = plainProvider({ issuer })): Promise<string | null> {
  return readSubject(idToken, { provider, client: plainClient(), now });
}

describe("the ID token of a token answer", () => {
  it.each([
    ["RS256", good, { alg: "RS256" }],
    ["ES256", good, { alg: "ES256" }],
    ["one of several audiences", { ...good, aud: ["client-1", "x"], azp: "client-1" }, { alg: "RS256" }],
  ])("F-17: names the person when it holds: %s", async (_, claims, header) => {
    await expect(subject(token(claims, header))).resolves.toBe("person-1");
  });

  it.each([
    ["is unsigned", token(good, { alg: "none" })],
    ["is signed with the client secret", token(good, { alg: "HS256" })],
    ["names no algorithm", token(good, {})],
    ["is of another issuer", token({ ...good, iss: "https://evil.example" })],
    ["is for another client", token({ ...good, aud: "client-2" })],
    ["is for several and authorizes another", token({ ...good, aud: ["client-1", "x"], azp: "x" })],
    ["has expired", token({ ...good, exp: seconds - 120 })],
    ["never expires", token({ ...good, exp: undefined })],
    ["is not yet valid", token({ ...good, nbf: seconds + 600 })],
    ["names nobody", token({ ...good, sub: undefined })],
    ["is no token", "no-token"],
    ["is empty", ""],
    ["is an object", { sub: "person-1" }],
    ["is missing", undefined],
  ])("F-17: names nobody when it %s", async (_, idToken) => {
    await expect(subject(idToken)).resolves.toBeNull();
  });

  it("F-17: names nobody where the issuer is not known", async () => {
    await expect(subject(token(good), plainProvider())).resolves.toBeNull();
  });
});
