import { z } from "zod";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";
import { authorizationKinds } from "#lib/core/provider.ts";
import { apiKeySchema, connectMembers, connectShapes, passwordSchema, usernameSchema } from "./fields.ts";
import {
  connectionHealths,
  forecastSchema,
  healthFilters,
  statusExplanationSchema,
} from "./health-schemas.ts";
import { shareLevels } from "./share-schemas.ts";
import { callbackRulesSchema, tenantsSchema } from "./tenant-schemas.ts";

export {
  type DisconnectedConnection,
  disconnectedListSchema,
  disconnectSelectedInput,
  type RevocationOutcome,
  revocationOutcomes,
} from "./disconnect-schemas.ts";
export {
  type ConnectionEvent,
  type ConnectionEventType,
  connectionEventPageSchema,
  connectionEventTypes,
} from "./event-schemas.ts";
export { connectionHealths, type StatusExplanation } from "./health-schemas.ts";
export { type ShareLevel, shareLevels } from "./share-schemas.ts";
export { updateConnectionInput } from "./tenant-schemas.ts";

const time = z.iso.datetime({ offset: true });

export const connectionStatuses = ["active", "degraded", "needs_reauth", "suspended", "revoked"] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** The account at the provider that signed in. */
export const accountSchema = z.object({
  id: z.string(),
  label: z.string().nullable(),
  email: z.string().nullable(),
  pictureUrl: z.string().nullable(),
});
export type Account = z.output<typeof accountSchema>;

const personSchema = z.object({ id: z.string(), name: z.string() });

const placeSchema = z.object({ id: z.string(), slug: z.string(), name: z.string() });

/** A connection as every route answers it: API.md's fields first, then ours. It never holds a token. */
export const connectionSchema = z
  .object({
    id: z.string(),
    integrationId: z.string(),
    ownerId: z.string(),
    isShared: z.boolean(),
    shareLevel: z
      .enum(shareLevels)
      .nullable()
      .meta({ description: "What others may do with it; null exactly when it is personal" }),
    name: z.string().nullable().meta({ description: "What people call it here; null: by its account" }),
    tokenExpiresAt: time.nullable(),
    refreshTokenExpiresAt: time.nullable(),
    lastAuthorizedAt: time,
    apiBaseUri: z.string(),
    data: z.record(z.string(), z.unknown()),
    tenants: tenantsSchema.nullable(),
    createdAt: time,
    updatedAt: time,
    status: z.enum(connectionStatuses),
    /** A stable code such as `invalid_grant`; `null` while all is well. */
    statusCause: z.string().nullable(),
    statusExplanation: statusExplanationSchema,
    health: z
      .enum(connectionHealths)
      .meta({ description: "How it stands with all that decides about its use" }),
    /** How long the grant lives; `null` for one that does not. */
    forecast: forecastSchema.nullable(),
    statusChangedAt: time,
    retryAt: time.nullable(),
    account: accountSchema.nullable(),
    /** Granted by the provider. */
    scopes: z.array(z.string()),
    /** Asked for by the integration, but not granted. */
    missingScopes: z.array(z.string()),
    /** What the provider's API asked for in a 403, and was not granted; offered are those that a reconnect may ask for. */
    wantedScopes: z.array(z.object({ scope: z.string(), isOffered: z.boolean() })),
    owner: personSchema,
    authorizedBy: personSchema.meta({ description: "Who signed in as the account that it acts as" }),
    handover: z
      .object({ needs: z.enum(["confirm", "consent"]), by: personSchema, isYours: z.boolean() })
      .nullable()
      .meta({ description: "Left to its owner by somebody who went: confirm it, or sign in anew" }),
    integration: z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      kind: z.enum(authorizationKinds).meta({ description: "How its accounts connect" }),
      offeringId: z.string(),
      provider: z.string(),
      displayName: z.string(),
      keyLabel: z.string().nullable().meta({ description: "What the provider calls its API keys" }),
    }),
    /** Under what it was made; `application` is `null` for one that was made under none. */
    runtimeConfiguration: placeSchema.extend({ isDefault: z.boolean() }),
    application: placeSchema.nullable(),
    /** Whose client it was made with and refreshes with. */
    client: z.object({
      source: z.enum(["integration", "runtime-configuration", "application"]),
      clientId: z.string(),
    }),
    hasRefreshToken: z.boolean(),
    lastRefreshedAt: time.nullable(),
    lastUsedAt: time.nullable(),
    /** What the caller may do with it. */
    canUse: z.boolean().meta({ description: "Call the API with GET and HEAD" }),
    canWrite: z.boolean().meta({ description: "Call it with every method" }),
    canManage: z
      .boolean()
      .meta({ description: "Refresh, reconnect, rename it, lower its level, stop sharing it" }),
    canShare: z.boolean().meta({ description: "Share it, or raise its level" }),
    canDisconnect: z.boolean(),
  })
  .meta({ id: "Connection" });
export type Connection = z.output<typeof connectionSchema>;

export const connectionPageSchema = pageSchema(connectionSchema);

export const connectionParams = z.object({
  id: z.string().min(1).max(80).meta({ description: "A connection's id" }),
});

/** Whose: what the caller may use, the caller's own, others' that are shared, everybody's. */
export const connectionScopes = ["mine", "own", "shared", "all"] as const;

/** The query of `GET /api/connections`. `scope=all` is for those who run the workspace. */
export const connectionListQuerySchema = pageQuerySchema.extend({
  integration: z.string().max(120).optional().meta({ description: "An integration's id or slug" }),
  scope: z.enum(connectionScopes).default("mine").meta({
    description:
      "mine: what the caller may use; own: the caller's own; shared: others' that are shared; all: everybody's, for admins",
  }),
  status: z.enum(connectionStatuses).optional(),
  health: z
    .enum(healthFilters)
    .optional()
    .meta({ description: "How it stands; `attention`: whatever is not active" }),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: "Part of an account, owner or integration name" }),
});
export type ConnectionListQuery = z.output<typeof connectionListQuerySchema>;

/** The query of `GET /api/integrations/{id}/connections`. */
export const integrationConnectionsQuerySchema = connectionListQuerySchema.omit({ integration: true });

/** API.md's list: HAL, paged by `start` and `count`. */
export const connectionHalListSchema = z
  .object({
    _links: z.object({ self: z.object({ href: z.string() }) }),
    _embedded: z.object({
      "inf:integration-connection": z.array(
        connectionSchema
          .pick({
            id: true,
            integrationId: true,
            ownerId: true,
            isShared: true,
            shareLevel: true,
            tokenExpiresAt: true,
            lastAuthorizedAt: true,
            status: true,
            health: true,
          })
          .extend({
            _embedded: z.object({
              "inf:integration": z.object({ id: z.string(), name: z.string(), type: z.string() }),
            }),
          }),
      ),
    }),
    start: z.number().int(),
    count: z.number().int(),
    total: z.number().int(),
  })
  .meta({ id: "ConnectionList" });
export type ConnectionHalList = z.output<typeof connectionHalListSchema>;

export const connectionHalQuerySchema = z.object({
  start: z.coerce.number().int().min(0).max(1_000_000).default(0),
  count: z.coerce.number().int().min(1).max(200).default(50),
});

/** What the provider said when the connection was tried out. */
export const connectionTestSchema = z.object({
  isWorking: z.boolean(),
  /** `null` when it works; else a stable code. */
  cause: z.string().nullable(),
  account: accountSchema.nullable(),
  checkedAt: time,
});
export type ConnectionTest = z.output<typeof connectionTestSchema>;

/** What happens to the grant at the provider when a connection is disconnected. */
export const revocationPlans = ["revoke", "not-supported", "kept-for-siblings"] as const;

/** What depends on a connection, fetched live before it is disconnected. */
export const disconnectImpactSchema = z.object({
  connectionId: z.string(),
  label: z.string(),
  isShared: z.boolean(),
  /** How many people lose it, and the first five by name. */
  peopleCount: z.number().int(),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  workflowsCount: z.number().int(),
  lastUsedAt: time.nullable(),
  revocation: z.enum(revocationPlans),
  /** Other connections of the same account at a provider that revokes the whole grant. */
  siblings: z.array(z.object({ id: z.string(), ownerName: z.string(), integrationName: z.string() })),
  /** Send it back with the DELETE as `expectedImpact`: 409 when something moved in between. */
  fingerprint: z.string(),
});
export type DisconnectImpact = z.output<typeof disconnectImpactSchema>;

export const disconnectQuerySchema = z.object({ expectedImpact: z.string().max(100).optional() });

/** The response header that says what became of the grant at the provider. */
export const REVOCATION_HEADER = "Mooring-Revocation";

/** How a flow can end badly. The browser has words for each; none carries anything that the provider sent. */
export const flowFailureCodes = [
  "authorization-denied",
  "login-required",
  "consent-required",
  "account-selection-required",
  "interaction-required",
  "authorization-expired",
  "state-mismatch",
  "user-mismatch",
  "sign-in-required",
  "another-account",
  "redirect-mismatch",
  "client-rejected",
  "scopes-rejected",
  "integration-changed",
  "provider-rejected",
  "provider-unreachable",
  "provider-misbehaved",
  "internal",
] as const;
export type FlowFailureCode = (typeof flowFailureCodes)[number];

export const flowFailureSchema = z.object({
  code: z.enum(flowFailureCodes),
  title: z.string(),
  detail: z.string(),
  hint: z.string(),
  /** The exact address to register, where the failure is about it. */
  redirectUri: z.string().optional(),
  callbackRules: callbackRulesSchema.optional(),
});
export type FlowFailure = z.output<typeof flowFailureSchema>;

export const flowStatuses = ["pending", "exchanging", "succeeded", "failed", "expired"] as const;

/** One authorization attempt as its own user sees it, on the result page and by polling. */
export const flowSchema = z
  .object({
    id: z.string(),
    handle: z.string(),
    status: z.enum(flowStatuses),
    purpose: z.enum(["connect", "reconnect", "verify"]),
    integrationId: z.string(),
    connectionId: z.string().nullable(),
    /** Asked for, but not granted; only after success. */
    missingScopes: z.array(z.string()),
    /** The account reaches several sites, organisations or accounts: one is to be chosen. */
    hasTenantChoice: z.boolean(),
    returnPath: z.string(),
    failure: flowFailureSchema.nullable(),
  })
  .meta({ id: "Flow" });
export type Flow = z.output<typeof flowSchema>;

/** What a form sends to connect by what somebody enters; the password may be empty, as some APIs want it. */
export const keyInputSchema = z.strictObject({ apiKey: apiKeySchema });
export const passwordInputSchema = z.strictObject({ username: usernameSchema, password: passwordSchema });

/** The body of `POST /api/integrations/{id}/connect`: one way of proving an account. */
export const connectInputSchema = z
  .union(connectMembers, { error: connectShapes })
  .meta({ id: "ConnectInput" });
export type ConnectInput = z.output<typeof connectInputSchema>;
