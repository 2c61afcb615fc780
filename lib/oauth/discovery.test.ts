import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { discoverServer } from "./discovery.ts";

const issuer = "https://id.example";
const plain = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  response_types_supported: ["code"],
};

/** Answers each path with its document, everything else with 404. */
function serving(documents: Record<string, unknown>) {
  return scriptedFetch(({ url }) => {
    const document = documents[url.href.replace(url.origin, "")];
    return document === undefined ? jsonAnswer(404, {}) : jsonAnswer(200, document);
  });
}

const discover = (url: string, documents: Record<string, unknown>) => {
  const { fetch, requests } = serving(documents);
  return { requests, found: discoverServer({ url, insecureOrigin: null, fetch }) };
};

const oauthPath = "/.well-known/oauth-authorization-server";
const oidcPath = "/.well-known/openid-configuration";

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => ({ code: "none", detail: "it was taken", errors: [] }),
    (error) => (isAppError(error) ? { code: error.code, detail: error.detail, errors: error.errors } : error),
  );

describe("where metadata are looked for", () => {
  it.each([
    [issuer, [oauthPath, oidcPath]],
    [`${issuer}/`, [oauthPath, oidcPath]],
    [`${issuer}/tenant/7`, [`${oauthPath}/tenant/7`, `/tenant/7${oidcPath}`]],
    [`${issuer}/tenant/`, [`${oauthPath}/tenant`, `/tenant${oidcPath}`]],
    [`${issuer}${oauthPath}/tenant`, [`${oauthPath}/tenant`]],
    [`${issuer}/tenant${oidcPath}`, [`/tenant${oidcPath}`]],
  ])("%s is asked for at %j (RFC 8414 §3.1)", async (url, paths) => {
    const { requests, found } = discover(url, {});
    expect(await refusal(found)).toMatchObject({
      code: "provider-misbehaved",
      errors: [{ pointer: "/url" }],
    });
    expect(requests.map((request) => request.url.pathname)).toEqual(paths);
    expect(requests.every(({ redirect, method }) => redirect === "manual" && method === "GET")).toBe(true);
  });

  it.each([
    [`${issuer}/tenant`, `${oauthPath}/tenant`, `${issuer}/tenant`],
    [`${issuer}/tenant${oidcPath}`, `/tenant${oidcPath}`, `${issuer}/tenant`],
    [`${issuer}/tenant${oidcPath}`, `/tenant${oidcPath}`, `${issuer}/tenant/`],
    [issuer, oidcPath, `${issuer}/`],
  ])("%s finds the issuer that belongs there", async (url, path, own) => {
    const { found } = discover(url, { [path]: { ...plain, issuer: own } });
    expect(await found).toMatchObject({ issuer: own, metadataUrl: issuer + path });
  });
});

describe("what is not believed", () => {
  it("P-20: refuses metadata of another issuer, and names both", async () => {
    const { found, requests } = discover(issuer, {
      [oauthPath]: { ...plain, issuer: "https://evil.example" },
    });
    const { code, detail } = await refusal(found);
    expect(code).toBe("provider-misbehaved");
    expect(detail).toContain("https://evil.example");
    expect(detail).toContain(issuer);
    expect(requests).toHaveLength(1);
  });

  it.each([
    [`${issuer}/a`, `${issuer}/b`],
    [`${issuer}/a`, `${issuer}/a/`],
    [issuer, "https://ID.example"],
    [issuer, "http://id.example"],
    [issuer, `${issuer}/a`],
    [issuer, undefined],
    [issuer, [issuer]],
  ])("P-20: asked for %s, does not take %j for it", async (url, said) => {
    const path = oauthPath + new URL(url).pathname.replace(/^\/$/, "");
    const { found } = discover(url, { [path]: { ...plain, issuer: said } });
    expect((await refusal(found)).code).toBe("provider-misbehaved");
  });

  it.each([
    ["authorization_endpoint", "http://id.example/authorize"],
    ["token_endpoint", "https://user:pass@id.example/token"],
    ["token_endpoint", "https://id.example/token#x"],
    ["token_endpoint", "https://{tenant}.example/token"],
    ["token_endpoint", "https://id.example/\ttoken"],
    ["token_endpoint", 7],
    ["revocation_endpoint", "javascript:alert(1)"],
    ["pushed_authorization_request_endpoint", "file:///etc/passwd"],
    ["jwks_uri", "http://169.254.169.254/"],
    ["userinfo_endpoint", `https://id.example/${"x".repeat(3_000)}`],
  ])("P-20: a %s of %j makes the whole document unusable", async (name, value) => {
    const { found } = discover(issuer, { [oauthPath]: { ...plain, [name]: value } });
    const { code, detail } = await refusal(found);
    expect(code).toBe("provider-misbehaved");
    expect(detail).toContain(name);
  });

  it.each([
    ["token_endpoint", undefined],
    ["authorization_endpoint", undefined],
    ["response_types_supported", ["token", "code id_token"]],
    ["grant_types_supported", ["implicit"]],
  ])("a server whose %s is %j is refused by that name", async (name, value) => {
    const { found } = discover(issuer, { [oauthPath]: { ...plain, [name]: value } });
    expect((await refusal(found)).detail).toContain(name);
  });

  it.each([
    "<html></html>",
    "[]",
    "7",
    '{"issuer":"https://id.example","issuer":"https://evil.example"}',
    "",
  ])("P-20: %j is no metadata", async (body) => {
    const { fetch } = scriptedFetch(() => new Response(body));
    const found = discoverServer({ url: issuer, insecureOrigin: null, fetch });
    expect((await refusal(found)).code).toBe("provider-misbehaved");
  });

  it("P-20: reads no more than 256 KB, whatever the length header says", async () => {
    let sent = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          sent += 16_384;
          controller.enqueue(new TextEncoder().encode(" ".repeat(16_384)));
        },
      });
    const { fetch } = scriptedFetch(() => new Response(endless(), { headers: { "content-length": "2" } }));
    const found = discoverServer({ url: issuer, insecureOrigin: null, fetch });
    expect((await refusal(found)).detail).toContain("256 KB");
    expect(sent).toBeLessThan(512 * 1024);
  });

  it.each([301, 302, 303, 307, 308])("P-20: a %i leads nowhere", async (status) => {
    const { fetch, requests } = scriptedFetch(() =>
      jsonAnswer(status, plain, { location: "https://evil.example/metadata" }),
    );
    const found = discoverServer({ url: issuer, insecureOrigin: null, fetch });
    expect((await refusal(found)).detail).toContain("redirect");
    expect(requests.map(({ url }) => url.host)).toEqual(["id.example", "id.example"]);
  });

  it.each([
    "",
    "id.example",
    "http://id.example",
    "https://user@id.example",
    "https://id.example/?a=b",
    "https://id.example/#a",
    "https://{x}.example",
    "ftp://id.example",
    "https:\\\\id.example",
  ])("P-20: %j is not asked at all", async (url) => {
    const { found, requests } = discover(url, {});
    expect(await refusal(found)).toMatchObject({ code: "invalid-input", errors: [{ pointer: "/url" }] });
    expect(requests).toEqual([]);
  });
});

describe("what a document tells", () => {
  it("is taken over where it is understood, and passed over where not", async () => {
    const { found } = discover(issuer, {
      [oauthPath]: {
        ...plain,
        registration_endpoint: null,
        token_endpoint: "https://tokens.example/token",
        revocation_endpoint: `${issuer}/revoke`,
        token_endpoint_auth_methods_supported: ["private_key_jwt", "client_secret_basic", "none"],
        code_challenge_methods_supported: ["plain", "S256"],
        grant_types_supported: ["authorization_code", "refresh_token"],
        authorization_response_iss_parameter_supported: true,
        scopes_supported: ["read", "read", 'wr"ite', 7, "write"],
        service_documentation: "https://docs.example/oauth",
        something_new: { a: 1 },
      },
    });
    const server = await found;
    expect(server).toMatchObject({
      protocol: "oauth2",
      pkce: "supported",
      clientAuthentications: ["basic", "none"],
      issuesRefreshTokens: true,
      isIssParameterSupported: true,
      scopes: ["read", "write"],
      documentationUrl: "https://docs.example/oauth",
    });
    expect(server.findings.filter(({ level }) => level === "warning")).toEqual([
      { level: "warning", code: "endpoint-elsewhere", value: "https://tokens.example/token" },
    ]);
    expect(server.findings.filter(({ level }) => level === "missing").map(({ code }) => code)).toEqual([
      "introspection-endpoint",
      "userinfo-endpoint",
    ]);
  });

  it("is not made up where it is silent", async () => {
    const { found } = discover(issuer, {
      [oauthPath]: { ...plain, token_endpoint_auth_methods_supported: ["private_key_jwt"] },
    });
    expect(await found).toMatchObject({
      pkce: "unknown",
      clientAuthentications: [],
      isIssParameterSupported: false,
      issuesRefreshTokens: false,
      scopes: [],
    });
  });
});

describe("a certified provider", () => {
  let provider: TestProvider;
  beforeAll(async () => {
    provider = await startTestProvider();
  });
  afterAll(() => provider.close());
  afterEach(() => provider.resetDrills());

  it("is read whole, at its own plain http origin and no other", async () => {
    const { origin } = provider;
    const server = await discoverServer({ url: origin, insecureOrigin: origin, fetch });
    expect(server).toMatchObject({
      issuer: origin,
      protocol: "oidc",
      authorizationEndpoint: `${origin}/authorize`,
      tokenEndpoint: `${origin}/token`,
      revocationEndpoint: `${origin}/revoke`,
      userinfoEndpoint: `${origin}/userinfo`,
      pkce: "supported",
      isIssParameterSupported: true,
      issuesRefreshTokens: true,
    });
    expect(server.clientAuthentications).toEqual(expect.arrayContaining(["post", "basic"]));
    expect(server.scopes).toEqual(expect.arrayContaining(["profile", "offline_access", "files:read"]));
    const elsewhere = discoverServer({ url: origin, insecureOrigin: "http://127.0.0.1:1", fetch });
    expect((await refusal(elsewhere)).code).toBe("invalid-input");
  });
});
