import type { OfferingData } from "../schema.ts";

type Scope = OfferingData["scopes"]["catalog"][number];

const scope = (id: string, kind: Scope["kind"], description: string): Scope => ({
  id,
  description,
  kind,
  group: null,
  sensitive: id === "files:write",
});

const catalog: Scope[] = [
  scope("profile", "required", "Name and picture; tells whose account it is"),
  scope("offline_access", "required", "A refresh token, so that the connection outlives two minutes"),
  scope("email", "default", "E-mail address"),
  scope("files:read", "default", "List and download files"),
  scope("files:write", "optional", "Add and delete files"),
  scope("openid", "optional", "An ID token that says who signed in"),
];

const having = (...kinds: Scope["kind"][]): string[] =>
  catalog.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);

/** The practice provider as an offering, for the origin where it answers. What it says is served by `lib/sandbox`. */
export function sandboxOffering(origin: string): OfferingData {
  return {
    ...identity,
    ...habits,
    issuer: origin,
    authorize: { url: `${origin}/authorize`, params: {}, offlineParams: {}, optionalParams: {} },
    token: {
      url: `${origin}/token`,
      refreshUrl: null,
      bodyFormat: "form",
      params: {},
      refreshParams: {},
      headers: {},
    },
    discoveryUrl: `${origin}/.well-known/openid-configuration`,
    introspectionUrl: `${origin}/introspect`,
    revocation: revocation(origin),
    account: account(origin),
    api: {
      baseUrl: `${origin}/api`,
      baseUrlSource: "static",
      originFrom: null,
      origins: [],
      auth: { header: "Authorization", template: "Bearer {access_token}" },
      keyAuth: { header: "X-Api-Key", template: "{access_token}" },
      headers: {},
      note: "GET /me, /files, /files/{id}/content; POST /files; any method on /echo.",
    },
    setup: {
      consoleUrl: `${origin}/`,
      steps: [
        "Choose “Use the practice client”: its ID and secret are filled in, and the callback URL is registered already.",
        "Or open the Sandbox start page and copy the ID and the secret of the second client by hand, as at a real provider.",
      ],
      redirectUriRules: "Every callback address of this Mooring is registered.",
      keyLabel: null,
      keySteps: [
        "Open the Sandbox start page: two made-up people live there.",
        "Copy the API key of one of them; as user name and password take their e-mail address and password.",
      ],
    },
    docsUrl: `${origin}/`,
  };
}

function revocation(origin: string): OfferingData["revocation"] {
  return {
    kind: "rfc7009",
    url: `${origin}/revoke`,
    method: "POST",
    auth: "client",
    bodyFormat: "form",
    tokenParam: "token",
    scope: "token",
    headers: {},
    params: {},
    note: "Either token ends the grant of that one authorization, and no other.",
  };
}

function account(origin: string): OfferingData["account"] {
  return {
    url: `${origin}/api/me`,
    method: "GET",
    headers: {},
    body: null,
    idPath: "id",
    labelPath: "name",
    emailPath: "email",
    picturePath: "picture",
    requiresScopes: ["profile"],
    note: null,
  };
}

const identity = {
  id: "sandbox",
  provider: "sandbox",
  name: "Sandbox",
  environment: "practice",
  displayName: "Sandbox (practice provider)",
  category: "practice",
  protocol: "oidc",
  accepts: ["oauth2", "client_credentials", "api_key", "basic"],
  issParameterSupported: true,
  status: { state: "active", sunsetDate: null, replacedBy: null, note: null },
  variables: [],
  confidence: "high",
  evidence: ["official-spec"],
  crossCheck: {},
  checkedOn: "2026-11-22",
  notes: "Runs on this machine. Made-up people and files; knobs for drills on its start page.",
} satisfies Partial<OfferingData>;

const habits = {
  clientAuth: { preferred: "post", supported: ["post", "basic"] },
  pkce: { support: "required", method: "S256", note: null },
  scopes: {
    separator: " ",
    configuredInConsole: false,
    required: having("required"),
    default: having("required", "default"),
    offline: "offline_access",
    extra: null,
    catalog,
    note: null,
  },
  followUps: [],
  callback: { capture: [], expected: {}, signatureParam: null, tokenOriginParam: null, note: null },
  tokenResponse: {
    errorIn200: false,
    paths: {},
    capture: [],
    bearerAliases: [],
    errorCodes: null,
    note: null,
  },
  accessToken: { lifetimeSeconds: 120, expires: true, note: "A knob on the start page." },
  refresh: {
    issued: "conditional",
    requires: "scope offline_access",
    rotates: "optional",
    lifetimeSeconds: null,
    idleLifetimeSeconds: 2_592_000,
    minimumAgeSeconds: null,
    note: "Rotation is a knob: off, with grace, strict.",
  },
  quirks: ["pkce_required", "offline_scope", "optional_rotation"],
} satisfies Partial<OfferingData>;
