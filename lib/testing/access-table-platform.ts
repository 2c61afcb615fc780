import { everybody, members, people, platform } from "./access-expect.ts";
import { firstVersionOf } from "./access-instances.ts";
import { drillPassword } from "./access-people.ts";
import type { AccessTable } from "./access-table.ts";

const offering = platform({ on: "customOffering" });
const credential = platform({ on: "oauthCredential" });
const none = "?integrations=0&connections=0&people=0";
// Of one that is not there: whoever may ask is told so, and nobody else.
const absent = { place: () => ["none"], ok: [404], mutates: false };
const method = () => ({ method: "none" });

export const platformRoutes: AccessTable = {
  "GET /api/offerings": members("offerings:read"),
  "GET /api/offerings/{id}": members("offerings:read", { on: "offering" }),
  "GET /api/custom-offerings": platform(),
  "POST /api/custom-offerings": platform({ body: () => ({ copyOf: "gitlab" }) }),
  "GET /api/custom-offerings/{id}": offering,
  "DELETE /api/custom-offerings/{id}": offering,
  "GET /api/custom-offerings/{id}/changes": { ...offering, search: "?from=1&to=1" },
  "GET /api/custom-offerings/{id}/export": offering,
  "GET /api/custom-offerings/{id}/impact": offering,
  "PUT /api/custom-offerings/{id}/publication": {
    ...offering,
    body: () => ({ version: 1, integrations: 0, draftIntegrations: 0, connections: 0 }),
  },
  // One that was never published has nothing to take back.
  "DELETE /api/custom-offerings/{id}/publication": { ...offering, ok: [200, 204, 409] },
  "POST /api/custom-offerings/{id}/versions": {
    ...offering,
    body: (world, thing) => firstVersionOf(world, thing),
  },
  "POST /api/offering-discovery": platform({
    // Where nothing answers: whoever may ask is told so.
    ...{ mutates: false, ok: [422, 502, 504], body: () => ({ url: "https://127.0.0.1:65533/" }) },
  }),
  "GET /api/oauth-credentials": platform(),
  "POST /api/oauth-credentials": platform({
    ok: [201, 409],
    body: () => ({
      ...{ domain: "github", clientId: "app", clientSecret: "the-app-secret", scopes: ["repo"] },
      authorizeUrl: "https://github.com/login/oauth/authorize",
      tokenUrl: "https://github.com/login/oauth/access_token",
    }),
  }),
  "GET /api/oauth-credentials/{id}": credential,
  "PATCH /api/oauth-credentials/{id}": { ...credential, body: () => ({ scopes: ["repo"] }) },
  "DELETE /api/oauth-credentials/{id}": { ...credential, search: none },
  "GET /api/oauth-credentials/{id}/impact": credential,
  "GET /api/sign-in-methods": platform(),
  "POST /api/sign-in-methods": platform({
    body: () => ({
      ...{ kind: "github", name: "GitHub", slug: `git-${crypto.randomUUID().slice(0, 8)}` },
      ...{ clientId: "app", clientSecret: "the-app-secret" },
    }),
  }),
  "PATCH /api/sign-in-methods/{id}": platform({ ...absent, body: () => ({ name: "Ours" }) }),
  "DELETE /api/sign-in-methods/{id}": platform({ ...absent, search: "?people=0" }),
  "POST /api/sign-in-methods/{id}/proof": platform(absent),
  "PUT /api/password-sign-in": platform({ mutates: false, body: () => ({ isOn: true }) }),
  "POST /api/sign-in-flows": everybody([404, 429], { body: method }),
  "GET /api/identities": people(),
  "POST /api/identities": people({
    ...{ ok: [404], mutates: false },
    body: () => ({ ...method(), password: drillPassword }),
  }),
  "DELETE /api/identities/{id}": people(absent),
  "/settings/sign-in": platform(),
};
