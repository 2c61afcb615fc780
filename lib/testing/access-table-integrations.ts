import { rotateSecret } from "#lib/integrations/rotate-secret.ts";
import { admins, everybody, members, people } from "./access-expect.ts";
import { ownerOf, personOf } from "./access-instances.ts";
import type { AccessTable } from "./access-table.ts";
import { insertConnection, makers } from "./access-things.ts";
import type { AccessWorld } from "./access-world.ts";
import { practiceDocument, practicePaths } from "./api-document.ts";

const on = "integration";
const none = "?connections=0&people=0";
const see = members("integrations:read", { on });
const change = admins("integrations:write", { on });

// An API has an integration of its own, so that whoever changes the one may change the other.
const write = ["apis:write", "integrations:write"] as const;

const practiceSecret = ({ deployment }: AccessWorld) =>
  deployment.settings.practiceClient?.clientSecret.reveal();
const document = (paths: object = practicePaths) =>
  JSON.stringify(practiceDocument("https://api.example.com", paths));

export const integrationRoutes: AccessTable = {
  "GET /api/integrations": members("integrations:read"),
  "POST /api/integrations": admins("integrations:write", {
    body: ({ deployment: { settings } }) => ({
      ...{
        name: `Made ${crypto.randomUUID().slice(0, 8)}`,
        offeringId: "sandbox",
        clientId: settings.practiceClient?.clientId,
      },
      ...{
        clientSecret: settings.practiceClient?.clientSecret.reveal(),
        scopes: ["profile", "offline_access"],
      },
    }),
  }),
  "GET /api/integrations/{id}": see,
  "PATCH /api/integrations/{id}": { ...change, body: () => ({ name: "Again" }) },
  "DELETE /api/integrations/{id}": { ...change, search: none },
  "GET /api/integrations/{id}/activity": members(["audit:read", "integrations:read"], { on }),
  "GET /api/integrations/{id}/impact": change,
  "GET /api/integrations/{id}/usage": members("connections:read", { on }),
  "POST /api/integrations/{id}/scope-impact": {
    ...{ ...change, mutates: false },
    body: () => ({ scopes: ["profile"] }),
  },
  "POST /api/integrations/{id}/duplicate": change,
  "POST /api/integrations/{id}/verification": change,
  "GET /api/integrations/{id}/verifications": see,
  "PUT /api/integrations/{id}/secret": {
    ...change,
    body: (world) => ({ clientSecret: practiceSecret(world) }),
  },
  "PATCH /api/integrations/{id}/secret": { ...change, body: () => ({ expiresOn: "2030-01-01" }) },
  "DELETE /api/integrations/{id}/secret/pending": change,
  "POST /api/integrations/{id}/secret/revert": {
    ...change,
    prepare: async (world, caller) => {
      const ctx = world.contextOf(ownerOf(world, caller));
      const [id = ""] = await makers.integration(world, ownerOf(world, caller));
      const clientSecret = world.deployment.settings.practiceClient?.clientSecret;
      if (clientSecret) await rotateSecret(ctx, { id, clientSecret, keepPreviousHours: 24 });
      return [id];
    },
  },
  "GET /api/integrations/{id}/settings": see,
  "GET /api/integrations/{id}/overrides": see,
  "POST /api/integrations/{id}/overrides": {
    ...change,
    body: () => ({ runtimeConfiguration: "production", settings: { prompt: "login" } }),
  },
  "GET /api/integrations/{id}/overrides/{overrideId}": members("integrations:read", { on: "override" }),
  "PATCH /api/integrations/{id}/overrides/{overrideId}": admins("integrations:write", {
    ...{ on: "override", body: () => ({ settings: { prompt: "consent" } }) },
  }),
  "DELETE /api/integrations/{id}/overrides/{overrideId}": admins("integrations:write", {
    ...{ on: "override", search: none },
  }),
  "GET /api/integrations/{id}/overrides/{overrideId}/impact": admins("integrations:write", {
    on: "override",
  }),
  "POST /api/integrations/{id}/overrides/{overrideId}/verification": admins("integrations:write", {
    on: "override",
  }),
  "GET /api/integrations/{id}/connect": people({ on, ok: [302], mutates: true }),
  "HEAD /api/integrations/{id}/connect": everybody([405], { on }),
  "POST /api/integrations/{id}/connect": members("connections:write", {
    on,
    body: ({ tokens }) => ({ accessToken: tokens.access_token, refreshToken: tokens.refresh_token }),
  }),
  "GET /api/integrations/{id}/connection": members("connections:read", { on }),
  "DELETE /api/integrations/{id}/connection": members("connections:write", {
    on,
    prepare: async (world, caller) => {
      const [id = ""] = await makers.integration(world, ownerOf(world, caller));
      await insertConnection(world, personOf(world, caller), null, id);
      return [id];
    },
  }),
  "GET /api/integrations/{id}/connections": members("connections:read", { on }),
  "GET /api/apis": members("apis:read"),
  "POST /api/apis": admins(write, {
    body: () => ({
      ...{
        name: `Files ${crypto.randomUUID().slice(0, 8)}`,
        document: document(),
        scopes: ["profile"],
        baseUrl: "https://api.example.com/api",
      },
      authorizeUrl: "https://api.example.com/authorize",
      tokenUrl: "https://api.example.com/token",
    }),
  }),
  "POST /api/apis/preview": admins("apis:write", {
    ...{ mutates: false, body: () => ({ document: document() }) },
  }),
  "GET /api/apis/{id}": members("apis:read", { on: "api" }),
  "PATCH /api/apis/{id}": admins(write, { on: "api", body: () => ({ description: "Ours" }) }),
  "DELETE /api/apis/{id}": admins(write, { on: "api", search: none }),
  "GET /api/apis/{id}/impact": admins(write, { on: "api" }),
  "POST /api/apis/{id}/import": admins(write, {
    ...{ on: "api", body: () => ({ document: document({}), isApplied: true }) },
  }),
  "GET /api/apis/{id}/operations": members("apis:read", { on: "api" }),
};
