import { expect, it } from "vitest";
import type { ApiPreview } from "#lib/apis/contract.ts";
import { authOptions, unusableSchemes } from "./auth-options.ts";

const named = (name: string) => ({ name, description: null });
const flow = {
  authorizationUrl: "https://a.example/authorize",
  tokenUrl: "https://a.example/token",
  refreshUrl: null,
};
const schemes: ApiPreview["schemes"] = [
  { ...named("key"), kind: "apiKey", in: "query", parameter: "api_key" },
  { ...named("cookie"), kind: "apiKey", in: "cookie", parameter: "sid" },
  { ...named("pair"), kind: "basic" },
  { ...named("token"), kind: "bearer" },
  { ...named("tls"), kind: "other", type: "mutualTLS" },
  {
    ...named("oauth"),
    kind: "oauth2",
    flows: [
      {
        ...flow,
        flow: "authorizationCode",
        scopes: [
          { id: "read", description: "Read" },
          { id: "write", description: "" },
        ],
      },
      { ...flow, flow: "clientCredentials", authorizationUrl: null, scopes: [] },
      { ...flow, flow: "implicit", scopes: [] },
    ],
  },
];
const all = ["oauth2", "client_credentials", "api_key", "basic"] as const;

it("offers every flow and scheme of a document that can be used, OAuth first, then the ways by hand", () => {
  const options = authOptions({ schemes }, all);
  expect(options.map(({ value }) => value)).toEqual([
    "oauth authorizationCode",
    "oauth clientCredentials",
    "key apiKey",
    "token bearer",
    "pair basic",
    ...all,
  ]);
  expect(options[0]?.prefill).toMatchObject({
    kind: "oauth2",
    authorizeUrl: "https://a.example/authorize",
    tokenUrl: "https://a.example/token",
    scopes: "read write",
  });
  expect(options[2]?.prefill.keyPlace).toEqual({ in: "query", name: "api_key", prefix: "" });
  expect(options[3]?.prefill.keyPlace).toEqual({ in: "header", name: "Authorization", prefix: "Bearer " });
});

it("names the schemes that cannot be used", () => {
  expect(unusableSchemes({ schemes }, all)).toEqual(["cookie", "tls"]);
  expect(unusableSchemes({ schemes }, ["oauth2"])).toEqual(["key", "cookie", "pair", "token", "tls"]);
});

it("ticks no scope of a long list, which is all that there is and not what anybody needs", () => {
  const scopes = Array.from({ length: 11 }, (_, i) => ({ id: `s${i}`, description: "" }));
  const long: ApiPreview["schemes"] = [
    { ...named("o"), kind: "oauth2", flows: [{ ...flow, flow: "authorizationCode", scopes }] },
  ];
  expect(authOptions({ schemes: long }, all)[0]).toMatchObject({ prefill: { scopes: "" }, scopes });
});

it("leaves the ways by hand where there is no document", () => {
  expect(authOptions(null, ["oauth2"]).map(({ value }) => value)).toEqual(["oauth2"]);
});
