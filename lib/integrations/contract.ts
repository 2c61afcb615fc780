import { z } from "zod";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";
import { authorizationKinds, clientAuthentications } from "#lib/core/provider.ts";
import {
  caCertificatesSchema,
  callbackSchema,
  clientIdSchema,
  clientSecretSchema,
  daySchema,
  enteredSecretSchema,
  isoTime,
  lineSchema,
  personSchema,
  scopesSchema,
} from "./fields.ts";

export { scopeSchema } from "./fields.ts";
export {
  type IntegrationImpact,
  integrationImpactSchema,
  type ScopeImpact,
  scopeImpactInput,
  scopeImpactSchema,
} from "./impact-schemas.ts";

export const connectionModes = ["per_user", "shared"] as const;
export const prompts = ["consent", "login", "select_account", "none"] as const;
/** Whose OAuth client an integration uses: its own, or the deployment's at the offering's domain. */
export const credentialSources = ["own", "deployment"] as const;
export const integrationStatuses = ["draft", "configured"] as const;
export const verdicts = ["verified", "rejected", "inconclusive"] as const;

/** Addresses of our own pages below `/oauth/`, which no slug may take. */
export const reservedSlugs: readonly string[] = ["create", "callback", "flows"];

const clientAuthenticationSchema = z.enum(clientAuthentications);
const verdictSchema = z.enum(verdicts);

export const slugSchema = z
  .string()
  .trim()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Lower-case letters, digits and single hyphens.")
  .refine(
    (slug) => !reservedSlugs.includes(slug),
    "This word is an address of Mooring's own; choose another.",
  )
  .refine((slug) => !/^integration-[0-9a-z]{26}$/.test(slug), "This has the form of an id; choose another.");

/** Made by the browser, so that the form can show the callback URL before the integration is there. */
export const integrationKeySchema = z
  .string()
  .regex(/^[a-z0-9]{20,32}$/, "20 to 32 lower-case letters and digits.");

const variablesSchema = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/), lineSchema(500))
  .refine((variables) => Object.keys(variables).length <= 20, "At most 20 variables.");

const fields = {
  name: lineSchema(120).min(1, "Give the integration a name."),
  slug: slugSchema,
  kind: z.enum(authorizationKinds).meta({
    description: "How accounts connect, among what the offering accepts; chosen once and for all",
  }),
  credentialSource: z.enum(credentialSources).meta({
    description:
      "`deployment` uses the deployment's OAuth app at the offering's domain, and its callback address",
  }),
  clientId: clientIdSchema,
  clientAuthentication: clientAuthenticationSchema,
  scopes: scopesSchema,
  variables: variablesSchema,
  connectionMode: z.enum(connectionModes),
  requestRefreshToken: z.boolean(),
  prompt: z.enum(prompts).nullable(),
  callback: callbackSchema,
  caCertificates: caCertificatesSchema,
};

/** What the create form sends. `scopes` must hold the offering's required ones. */
export const createIntegrationInput = z.strictObject({
  name: fields.name,
  slug: fields.slug.optional(),
  offeringId: z.string().trim().min(1, "Choose an offering.").max(100),
  kind: fields.kind.optional(),
  credentialSource: fields.credentialSource.optional(),
  clientId: fields.clientId.optional(),
  clientSecret: clientSecretSchema.optional(),
  secretExpiresOn: daySchema.optional(),
  useSandboxClient: z
    .boolean()
    .optional()
    .meta({ description: "Fill in the practice provider's own client" }),
  clientAuthentication: fields.clientAuthentication.optional(),
  scopes: fields.scopes.default([]),
  variables: fields.variables.optional(),
  connectionMode: fields.connectionMode.optional(),
  requestRefreshToken: fields.requestRefreshToken.optional(),
  prompt: fields.prompt.optional(),
  callback: fields.callback.optional(),
  integrationKey: integrationKeySchema.optional(),
});
export type CreateIntegrationInput = z.input<typeof createIntegrationInput>;

/** `createIntegrationInput` as the route reads it: the secret is wrapped from the moment of entry. */
export const createIntegrationBody = createIntegrationInput
  .extend({ clientSecret: enteredSecretSchema.optional() })
  .meta({ id: "CreateIntegration" });
export type CreateIntegration = z.output<typeof createIntegrationBody>;

/**
 * A change of settings; what is left out stays. The secret has a route of its own.
 * `expectedUpdatedAt` is the `updatedAt` that the form was filled from: 409 when somebody saved since.
 */
export const updateIntegrationInput = z
  .strictObject({
    name: fields.name.optional(),
    slug: fields.slug.optional(),
    credentialSource: fields.credentialSource.optional(),
    clientId: fields.clientId.optional(),
    clientAuthentication: fields.clientAuthentication.optional(),
    scopes: fields.scopes.optional(),
    variables: fields.variables.optional(),
    connectionMode: fields.connectionMode.optional(),
    requestRefreshToken: fields.requestRefreshToken.optional(),
    prompt: fields.prompt.optional(),
    callback: fields.callback.optional(),
    caCertificates: fields.caCertificates.optional(),
    isDisabled: z.boolean().optional(),
    expectedUpdatedAt: isoTime.optional(),
    acknowledgedConnections: z.int().min(0).optional().meta({
      description: "How many connections must reconnect, as shown to the person; needed when that is not 0",
    }),
  })
  .meta({ id: "UpdateIntegration" });
export type UpdateIntegrationInput = z.input<typeof updateIntegrationInput>;
export type UpdateIntegration = z.output<typeof updateIntegrationInput>;

export const rotateSecretInput = z.strictObject({
  clientSecret: clientSecretSchema,
  keepPreviousHours: z.int().min(0).max(720).default(24).meta({
    description: "How long the replaced secret is kept, sealed, so that it can be put back",
  }),
  expiresOn: daySchema.optional().meta({ description: "The day on which the provider lets it end" }),
});
export type RotateSecretInput = z.input<typeof rotateSecretInput>;

/** `rotateSecretInput` as the route reads it. */
export const rotateSecretBody = rotateSecretInput
  .extend({ clientSecret: enteredSecretSchema })
  .meta({ id: "RotateSecret" });
export type RotateSecret = z.output<typeof rotateSecretBody>;

export const updateSecretInput = z
  .strictObject({ expiresOn: daySchema.nullable() })
  .meta({ id: "UpdateSecret" });

export const integrationSorts = ["-created", "created", "name", "-name"] as const;
export const listIntegrationsQuery = pageQuerySchema.extend({
  q: lineSchema(120).optional().meta({ description: "Part of the name, slug or client id" }),
  status: z.enum(integrationStatuses).optional(),
  offering: z.string().max(100).optional().meta({ description: "An offering's id" }),
  sort: z.enum(integrationSorts).default("-created"),
});
export type ListIntegrationsQuery = z.output<typeof listIntegrationsQuery>;

/** What the provider answered to one attempt; never a body. */
export const attemptSchema = z.object({
  authentication: clientAuthenticationSchema,
  secret: z.enum(["stored", "made-up"]),
  status: z.int().nullable(),
  error: z.string().nullable(),
});

/** As the database keeps it; the working way of sending is there when it is not the chosen one. */
export const verificationObservedSchema = z.object({
  attempts: z.array(attemptSchema).default([]),
  workingAuthentication: clientAuthenticationSchema.nullable().default(null),
  wasSecretKept: z.boolean().default(true),
});

export const verificationSchema = z
  .object({
    verdict: verdictSchema,
    method: z.enum(["client_check", "sign_in"]),
    cause: z.string(),
    explanation: z.string().meta({ description: "What was seen and what follows, for people" }),
    workingAuthentication: clientAuthenticationSchema.nullable().meta({
      description:
        "The way of sending the credentials that the provider accepts, when it is not the chosen one",
    }),
    observed: z.object({ attempts: z.array(attemptSchema) }),
    at: isoTime,
    by: personSchema,
  })
  .meta({ id: "Verification" });
export type Verification = z.output<typeof verificationSchema>;

/** One line of the history of proofs. */
export const verificationRecordSchema = verificationSchema
  .extend({
    id: z.string(),
    secret: z
      .object({ last4: z.string(), state: z.enum(["pending", "active", "previous"]) })
      .nullable()
      .meta({ description: "The client secret that it is about, while that is kept here" }),
    wasSecretKept: z
      .boolean()
      .meta({ description: "False for a new secret that was refused and therefore never stored" }),
    isAboutPresentSettings: z.boolean(),
  })
  .meta({ id: "VerificationRecord" });
export type VerificationRecord = z.output<typeof verificationRecordSchema>;

export const verificationPageSchema = pageSchema(verificationRecordSchema);

export const clientSecretStateSchema = z.object({
  isSet: z.boolean(),
  last4: z.string().nullable().meta({ description: "Empty when the secret is too short to show any of it" }),
  setBy: personSchema.nullable(),
  setAt: isoTime.nullable(),
  verifiedAt: isoTime.nullable(),
  expiresOn: z.string().nullable().meta({ description: "The day on which it ends, as somebody noted it" }),
  pending: z.object({ last4: z.string(), setAt: isoTime, verdict: verdictSchema.nullable() }).nullable(),
  previous: z.object({ last4: z.string(), keptUntil: isoTime }).nullable(),
});

/** What keeps an integration a draft. `client-secret` … name a field; `not-verified`, `rejected`, `inconclusive` the check. */
export const missingCodes = [
  "offering",
  "client-id",
  "client-secret",
  "variables",
  "scopes",
  "not-verified",
  "rejected",
  "inconclusive",
] as const;

export const integrationSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    status: z.enum(integrationStatuses),
    isDisabled: z.boolean(),
    kind: fields.kind,
    offering: z.object({
      id: z.string(),
      displayName: z.string(),
      provider: z.string(),
      environment: z.string(),
      category: z.string(),
      isConfirmed: z.boolean().meta({ description: "`false`: somebody has yet to see that its facts hold" }),
      state: z
        .enum(["active", "deprecated", "retired"])
        .meta({ description: "What its provider says of it" }),
      successor: z.string().nullable().meta({ description: "The name of the offering to choose instead" }),
      keyLabel: z.string().nullable().meta({ description: "What the provider calls its API keys" }),
      consoleUrl: z.string().nullable(),
      keySteps: z.array(z.string()).meta({ description: "How to come by a key or a password there" }),
    }),
    credentialSource: fields.credentialSource,
    clientId: z.string(),
    clientSecret: clientSecretStateSchema,
    clientAuthentication: clientAuthenticationSchema,
    scopes: z.array(z.string()),
    variables: z.record(z.string(), z.string()),
    connectionMode: z.enum(connectionModes),
    requestRefreshToken: z.boolean(),
    prompt: z.enum(prompts).nullable(),
    callbackUrl: z.string(),
    callback: z.enum(["shared", "keyed"]),
    caCertificates: fields.caCertificates,
    createdBy: personSchema,
    createdAt: isoTime,
    updatedAt: isoTime,
    missing: z.array(z.object({ code: z.enum(missingCodes), detail: z.string() })),
    verification: verificationSchema.nullable(),
    connectionCount: z.int(),
    ownClientConnectionCount: z.int().meta({
      description: "Those of them that were made with its own client, not with that of an override",
    }),
    myConnectionCount: z.int(),
  })
  .meta({ id: "Integration" });
export type Integration = z.output<typeof integrationSchema>;

export const integrationPageSchema = pageSchema(integrationSchema).extend({
  total: z.int().meta({ description: "Of all pages; counting stops at 10,001" }),
});

/** The counts that the person saw and confirmed; 409 when they moved. */
export const deleteIntegrationQuery = z.strictObject({
  connections: z.coerce.number().int().min(0),
  people: z.coerce.number().int().min(0),
});

const idSchema = z.string().min(1).max(80).meta({ description: "An integration's id or slug" });
export const integrationParams = z.object({ id: idSchema });
