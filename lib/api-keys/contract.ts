import { z } from "zod";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import { gatewayMethods } from "#lib/gateway/contract.ts";

const idSchema = z.string().min(1).max(80);
const namedSchema = z.object({ id: z.string(), name: z.string() });

/** The beginning of a path as it is sent to an API: `/v1/files` stands for itself and what is below. */
export const pathPrefixSchema = z
  .string()
  .max(500, "Use at most 500 characters.")
  .regex(
    /^(\/(?!\.{0,2}(\/|$))[A-Za-z0-9\-._~!$&'()*+,;=:@%]+)*\/?$/,
    "Write a path from its root, percent-encoded, such as /v1/files.",
  )
  .regex(/^\//, "Begin the path with /.");

const limitFields = {
  allowedConnectionIds: z
    .array(idSchema)
    .max(50, "Name at most 50 connections.")
    .meta({ description: "The connections that it may call; empty: all that its maker may use" }),
  allowedMethods: z
    .array(z.enum(gatewayMethods))
    .max(gatewayMethods.length)
    .meta({ description: "The methods that it may send; empty: all. HEAD comes with GET" }),
  allowedPathPrefixes: z
    .array(pathPrefixSchema)
    .max(50, "Name at most 50 paths.")
    .meta({ description: "The paths that it may call, and what is below them; empty: all" }),
};

/** The body of `POST /api/connections/{id}/replacement`. */
export const replaceConnectionInput = z
  .strictObject({ by: idSchema.meta({ description: "A connection of the same integration" }) })
  .meta({ id: "ReplaceConnection" });

/** The keys that name the other connection now, and those that stay as they are, and why. */
export const connectionReplacementSchema = z
  .object({
    moved: z.array(namedSchema),
    left: z.array(
      namedSchema.extend({
        reason: z.enum(["not-yours", "not-usable"]).meta({
          description:
            "It is somebody else's, which takes an admin; its maker may not use the other connection",
        }),
      }),
    ),
  })
  .meta({ id: "ConnectionReplacement" });
export type ConnectionReplacement = z.output<typeof connectionReplacementSchema>;

export const apiKeyStates = ["active", "expired", "revoked"] as const;

/** An API key as it may be seen again: everything but the key. */
export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: "The first characters of the key", example: "mrg_4fGk" }),
    last4: z.string(),
    scopes: z.array(z.enum(apiKeyScopes)),
    state: z.enum(apiKeyStates),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    createdBy: namedSchema,
    application: namedSchema.meta({ description: "The software that holds the key" }),
    runtimeConfiguration: namedSchema.meta({ description: "Where that software runs" }),
    allowedConnectionIds: z.array(z.string()),
    allowedMethods: z.array(z.string()),
    allowedPathPrefixes: z.array(z.string()),
  })
  .meta({ id: "ApiKey" });

export type ApiKey = z.output<typeof apiKeySchema>;

/** The one answer that holds the key itself. */
export const createdApiKeySchema = apiKeySchema
  .extend({
    key: z.string().meta({ description: "The key. It is shown this once and kept only as a hash." }),
  })
  .meta({ id: "CreatedApiKey" });

export type CreatedApiKey = z.output<typeof createdApiKeySchema>;

export const createApiKeySchema = z
  .strictObject({
    name: z.string().trim().min(1, "Give the key a name.").max(80, "Use at most 80 characters."),
    scopes: z
      .array(z.enum(apiKeyScopes))
      .min(1, "Choose at least one scope.")
      .max(apiKeyScopes.length)
      .transform((scopes) => [...new Set(scopes)]),
    expiresInDays: z
      .int()
      .min(1, "A key lives at least one day.")
      .max(366, "A key lives at most 366 days, or without end.")
      .nullable()
      .default(90)
      .meta({ description: "`null`: the key never expires" }),
    applicationId: idSchema
      .optional()
      .meta({ description: "The software that will hold the key; the workspace's default unless given" }),
    runtimeConfigurationId: idSchema
      .optional()
      .meta({ description: "Where that software runs; the workspace's default unless given" }),
    allowedConnectionIds: limitFields.allowedConnectionIds.optional(),
    allowedMethods: limitFields.allowedMethods.optional(),
    allowedPathPrefixes: limitFields.allowedPathPrefixes.optional(),
  })
  .meta({ id: "CreateApiKey" });

export type CreateApiKey = z.output<typeof createApiKeySchema>;

export const apiKeyPageSchema = pageSchema(apiKeySchema);

export const apiKeyQuerySchema = pageQuerySchema.extend({
  createdBy: z
    .enum(["me", "anyone"])
    .default("anyone")
    .meta({ description: "Members see their own keys only; admins see everyone's" }),
  applicationId: idSchema.optional().meta({ description: "Only the keys of this application" }),
  runtimeConfigurationId: idSchema
    .optional()
    .meta({ description: "Only the keys of this runtime configuration" }),
});

export type ApiKeyQuery = z.output<typeof apiKeyQuerySchema>;
