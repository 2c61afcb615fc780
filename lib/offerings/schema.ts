import { z } from "zod";
import { authorizationKinds } from "#lib/core/provider.ts";
import { isPattern, isTokenHeader, isUrlTemplate } from "./schema-checks.ts";
import { quirkNames } from "./vocabulary.ts";

const text = z.string().min(1).max(2_000);
const optionalText = text.nullable().default(null);
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens");
const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2026-11-22");
const seconds = z.int().min(1).nullable().default(null);
const path = z.string().regex(/^[A-Za-z0-9_$.[\]]+$/, "a dotted path such as data[0].id");
const optionalPath = path.nullable().default(null);
const texts = z.record(z.string(), z.string()).default({});
const parameters = z.record(z.string(), z.union([z.string(), z.number()])).default({});

/** An https URL that may hold `{name}`s; at its very start a name may stand for the whole origin. */
const urlTemplate = z
  .string()
  .refine(isUrlTemplate, "an https URL without user, password, spaces or fragment");

/** Where a fact comes from: the vendor itself, code of others, or a data set of others by its name. */
const evidence = z
  .string()
  .regex(
    /^(official-(docs|docs-2026|spec|sdk)|discovery-capture|public-code|general-knowledge|dataset:[a-z-]+)$/,
    "a known kind of evidence",
  );

/** A page for people, which may point into a page. */
const pageUrl = z.url({ protocol: /^https$/ });

const statusSchema = z.strictObject({
  state: z.enum(["active", "deprecated", "retired"]).default("active"),
  sunsetDate: isoDay.nullable().default(null),
  replacedBy: slug.nullable().default(null),
  note: optionalText,
});

export const variableSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/),
  label: text,
  source: z.enum(["user", "app"]),
  required: z.boolean(),
  default: optionalText,
  example: optionalText,
  pattern: z.string().refine(isPattern, "an anchored regular expression").nullable().default(null),
  choices: z.array(text).min(1).nullable().default(null),
});

const authorizeSchema = z.strictObject({
  url: urlTemplate,
  params: texts,
  offlineParams: texts,
  optionalParams: texts,
});

const tokenSchema = z.strictObject({
  url: urlTemplate,
  refreshUrl: urlTemplate.nullable().default(null),
  bodyFormat: z.enum(["form", "json"]).default("form"),
  params: parameters,
  refreshParams: parameters,
  headers: texts,
});

const revocationSchema = z.strictObject({
  kind: z.enum(["rfc7009", "custom", "none", "unknown"]),
  url: urlTemplate.nullable().default(null),
  method: z.enum(["POST", "DELETE"]).nullable().default(null),
  auth: z
    .enum(["none", "basic", "post", "client", "bearer", "bearer-secret", "client_id_only", "custom"])
    .nullable()
    .default(null),
  bodyFormat: z.enum(["form", "json", "query", "none"]).nullable().default(null),
  tokenParam: optionalText,
  scope: z.enum(["token", "grant", "installation"]).nullable().default(null),
  /** Templates over `client_id`, `client_secret`, `access_token`, `refresh_token` and the connection's data. */
  headers: texts,
  params: texts,
  note: optionalText,
});

const accountSchema = z.strictObject({
  url: urlTemplate.nullable().default(null),
  method: z.enum(["GET", "POST"]).default("GET"),
  headers: texts,
  body: optionalText,
  idPath: optionalPath,
  labelPath: optionalPath,
  emailPath: optionalPath,
  picturePath: optionalPath,
  requiresScopes: z.array(text).default([]),
  note: optionalText,
});

const authSchema = z.union(
  [
    z.strictObject({
      header: z.string().refine(isTokenHeader, "a header name that a token may have"),
      template: text.regex(/^[\x20-\x7e]+$/).includes("{access_token}"),
    }),
    z.strictObject({ query: z.string().regex(/^[A-Za-z0-9_.~-]{1,100}$/, "a plain parameter name") }),
  ],
  { error: "either {header, template} with {access_token} in the template, or {query}" },
);

const apiSchema = z.strictObject({
  baseUrl: urlTemplate,
  baseUrlSource: z.enum(["static", "variable", "callback", "token_response", "followup_request"]),
  /** A captured fact whose origin replaces that of `baseUrl`. */
  originFrom: optionalText,
  /** Further origins of the same API that take the same token. */
  origins: z.array(urlTemplate).default([]),
  /** How a token is put into a call, and an API key too unless `keyAuth` says otherwise. */
  auth: authSchema.default({ header: "Authorization", template: "Bearer {access_token}" }),
  keyAuth: authSchema.nullable().default(null),
  headers: texts,
  note: optionalText,
});

const scopeSchema = z.strictObject({
  id: z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]+$/, "an RFC 6749 scope token"),
  description: text,
  kind: z.enum(["required", "default", "optional"]),
  group: optionalText,
  sensitive: z.boolean().default(false),
});

const scopesSchema = z.strictObject({
  separator: z.enum([" ", ","]).default(" "),
  configuredInConsole: z.boolean().default(false),
  required: z.array(text).default([]),
  default: z.array(text).default([]),
  /** The scope that makes the provider give a refresh token. */
  offline: optionalText,
  /** The scopes of this group, or of this kind, travel in a parameter of their own. */
  extra: z
    .strictObject({ param: text, group: text.optional(), kind: z.enum(["optional"]).optional() })
    .nullable()
    .default(null),
  catalog: z.array(scopeSchema).default([]),
  note: optionalText,
});

const followUpSchema = z.strictObject({
  purpose: z.enum(["tenants", "api_base", "token_exchange", "validate"]),
  url: urlTemplate,
  method: z.enum(["GET", "POST"]).default("GET"),
  headers: texts,
  params: texts,
  list: optionalPath,
  extract: z.record(z.string(), path).default({}),
  /** What one of the list is called there, for people: "site", "organisation". */
  called: text.optional(),
  everySeconds: seconds,
  note: optionalText,
});

const callbackSchema = z.strictObject({
  /** Values to keep among the connection's facts. */
  capture: z.array(text).default([]),
  /** Values that must come exactly so; templates over the variables. */
  expected: texts,
  /** The parameter that signs all others with the client secret. */
  signatureParam: optionalText,
  /** The parameter that names the origin of the token endpoint, which must be one that `token.url` can have. */
  tokenOriginParam: optionalText,
  note: optionalText,
});

const tokenResponseSchema = z.strictObject({
  errorIn200: z.boolean().default(false),
  paths: z
    .strictObject({
      envelope: path.optional(),
      accessTokenAlias: path.optional(),
      scope: path.optional(),
      expiresAt: path.optional(),
      refreshExpiresIn: path.optional(),
      refreshExpiresAt: path.optional(),
      userAccessToken: path.optional(),
      userRefreshToken: path.optional(),
      userExpiresIn: path.optional(),
      userScope: path.optional(),
    })
    .default({}),
  capture: z.array(path.refine((value) => !isSecretName(value), "a secret may not be captured")).default([]),
  /** Words that this provider puts into `token_type` for tokens that are used as Bearer tokens. */
  bearerAliases: z.array(z.string().regex(/^[a-z]+$/)).default([]),
  /** Where an error carries a number in place of a name, and the name that each number stands for. */
  errorCodes: z
    .strictObject({ path, names: z.record(z.string().regex(/^\d{1,6}$/), z.string().regex(/^[a-z_]+$/)) })
    .nullable()
    .default(null),
  note: optionalText,
});

/** One offering as its file holds it. What is left out is nothing out of the ordinary; what is not known says so. */
export const offeringDataSchema = z.strictObject({
  id: slug,
  provider: slug,
  name: text,
  environment: slug,
  displayName: text,
  category: slug,
  protocol: z.enum(["oauth2", "oidc"]),
  /** How accounts can connect, the usual way first. */
  accepts: z
    .array(z.enum(authorizationKinds))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, "each kind once")
    .default(["oauth2"]),
  issuer: urlTemplate.nullable().default(null),
  /** The provider's metadata promise `iss` in the authorization response (RFC 9207 §3). */
  issParameterSupported: z.boolean().default(false),
  status: statusSchema.prefault({}),
  variables: z.array(variableSchema).default([]),
  /** `null` where nobody signs in. */
  authorize: authorizeSchema.nullable().default(null),
  /** `null` where no tokens are issued. */
  token: tokenSchema.nullable().default(null),
  clientAuth: z.strictObject({
    preferred: z.enum(["basic", "post", "none"]),
    supported: z.array(z.enum(["basic", "post", "none"])).min(1),
  }),
  pkce: z.strictObject({
    support: z.enum(["required", "supported", "unsupported", "unknown"]),
    method: z.literal("S256").nullable().default(null),
    note: optionalText,
  }),
  discoveryUrl: urlTemplate.nullable().default(null),
  introspectionUrl: urlTemplate.nullable().default(null),
  revocation: revocationSchema,
  account: accountSchema.prefault({}),
  api: apiSchema,
  scopes: scopesSchema.prefault({}),
  followUps: z.array(followUpSchema).default([]),
  callback: callbackSchema.prefault({}),
  tokenResponse: tokenResponseSchema.prefault({}),
  accessToken: z.strictObject({
    lifetimeSeconds: seconds,
    expires: z
      .union([z.boolean(), z.literal("configurable")])
      .nullable()
      .default(null),
    note: optionalText,
  }),
  refresh: z.strictObject({
    issued: z.enum(["always", "conditional", "never", "unknown"]),
    requires: optionalText,
    rotates: z.enum(["always", "optional", "never", "unknown"]),
    lifetimeSeconds: seconds,
    idleLifetimeSeconds: seconds,
    /** A token younger than this cannot be renewed yet. */
    minimumAgeSeconds: seconds,
    note: optionalText,
  }),
  quirks: z.array(z.enum(quirkNames)).default([]),
  setup: z.strictObject({
    consoleUrl: pageUrl.nullable().default(null),
    steps: z.array(text).min(1),
    redirectUriRules: optionalText,
    /** How long a client secret lives at most, where the provider limits it. */
    secretLifetimeMonths: z.int().min(1).max(120).optional(),
    /** What the provider calls its API keys, e.g. "Personal access token". */
    keyLabel: optionalText,
    /** How to come by a key or a password, step by step. */
    keySteps: z.array(text).default([]),
  }),
  docsUrl: pageUrl,
  confidence: z.enum(["high", "medium", "low"]),
  evidence: z.array(evidence).min(1),
  crossCheck: z.record(z.string(), z.array(text)).default({}),
  checkedOn: isoDay,
  notes: optionalText,
});

export type OfferingData = z.output<typeof offeringDataSchema>;
export type Variable = z.output<typeof variableSchema>;

/** Names of values that must not end among a connection's readable facts. */
export function isSecretName(name: string): boolean {
  return /token|secret|nonce|webhook|password|credential/i.test(name);
}
