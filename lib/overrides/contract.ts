import { z } from "zod";
import { clientAuthentications } from "#lib/core/provider.ts";
import {
  integrationImpactSchema,
  integrationStatuses,
  prompts,
  verificationSchema,
} from "#lib/integrations/contract.ts";
import {
  clientIdSchema,
  clientSecretSchema,
  endpointSchema,
  enteredSecretSchema,
  isoTime,
  lineSchema,
  personSchema,
  scopesSchema,
} from "#lib/integrations/fields.ts";

/** From the most general to the most specific; the more specific wins. */
export const settingSources = ["offering", "integration", "runtime-configuration", "application"] as const;
export type SettingSource = (typeof settingSources)[number];

/** What an override can be for. */
export const overrideScopes = ["runtime-configuration", "application"] as const;

/** Only what is replaced: what is absent is inherited. `prompt: null` replaces it by none. */
export const overrideSettingsSchema = z.strictObject({
  clientId: clientIdSchema.min(1, "Enter the client ID.").optional(),
  clientAuthentication: z.enum(clientAuthentications).optional(),
  scopes: scopesSchema.optional(),
  prompt: z.enum(prompts).nullable().optional(),
  variables: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/), lineSchema(500))
    .refine((variables) => Object.keys(variables).length <= 20, "At most 20 variables.")
    .optional()
    .meta({ description: "By name; a variable that is left out is inherited" }),
  authorizeUrl: endpointSchema.optional(),
  tokenUrl: endpointSchema.optional(),
});
export type OverrideSettings = z.output<typeof overrideSettingsSchema>;

const scopeOfSchema = z.string().min(1).max(80);

/** Exactly one of the two says what the override is for: an id or a slug. */
export const createOverrideInput = z.strictObject({
  runtimeConfiguration: scopeOfSchema.optional(),
  application: scopeOfSchema.optional(),
  settings: overrideSettingsSchema,
  clientSecret: clientSecretSchema.optional(),
});
export type CreateOverrideInput = z.input<typeof createOverrideInput>;

/** `createOverrideInput` as the route reads it. */
export const createOverrideBody = createOverrideInput
  .extend({ clientSecret: enteredSecretSchema.optional() })
  .meta({ id: "CreateOverride" });
export type CreateOverride = z.output<typeof createOverrideBody>;

/** `settings` takes the place of all that was replaced before. The secret stays unless the client or its addresses change. */
export const updateOverrideInput = z.strictObject({
  settings: overrideSettingsSchema.optional(),
  clientSecret: clientSecretSchema.optional(),
  expectedUpdatedAt: isoTime.optional(),
  acknowledgedConnections: z.int().min(0).optional().meta({
    description: "How many connections must reconnect, as shown to the person; needed when that is not 0",
  }),
});
export type UpdateOverrideInput = z.input<typeof updateOverrideInput>;

/** `updateOverrideInput` as the route reads it. */
export const updateOverrideBody = updateOverrideInput
  .extend({ clientSecret: enteredSecretSchema.optional() })
  .meta({ id: "UpdateOverride" });
export type UpdateOverride = z.output<typeof updateOverrideBody>;

const placeSchema = z.object({ id: z.string(), slug: z.string(), name: z.string() });

export const overrideSchema = z
  .object({
    id: z.string(),
    integrationId: z.string(),
    scope: placeSchema.extend({ kind: z.enum(overrideScopes) }),
    status: z.enum(integrationStatuses),
    settings: overrideSettingsSchema,
    clientSecret: z
      .object({
        isSet: z.boolean(),
        last4: z.string().meta({ description: "Empty when the secret is too short to show any of it" }),
        setBy: personSchema.nullable(),
        setAt: isoTime.nullable(),
        verifiedAt: isoTime.nullable(),
      })
      .nullable()
      .meta({ description: "`null` for an override without a client of its own" }),
    callbackUrl: z.string().meta({ description: "Where the provider sends people who connect under it" }),
    verification: verificationSchema.nullable(),
    connectionCount: z.int().meta({ description: "Connections that remember this override" }),
    clientConnectionCount: z.int().meta({ description: "Those of them that refresh with its client" }),
    createdBy: personSchema,
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: "Override" });
export type Override = z.output<typeof overrideSchema>;

export const overrideListSchema = z.object({
  items: z.array(overrideSchema),
  keyedCallbackUrl: z.string().meta({
    description:
      "Followed by `-` and the id of a runtime configuration or an application: what to register for a client of that override's own",
  }),
});
export type OverrideList = z.output<typeof overrideListSchema>;

/** What must reconnect when the override goes, or its client changes. */
export const overrideImpactSchema = integrationImpactSchema.meta({ id: "OverrideImpact" });
export type OverrideImpact = z.output<typeof overrideImpactSchema>;

/** The counts that the person saw and confirmed; 409 when they moved. */
export const deleteOverrideQuery = z.strictObject({
  connections: z.coerce.number().int().min(0),
  people: z.coerce.number().int().min(0),
});

export const overrideParams = z.object({
  id: z.string().min(1).max(80).meta({ description: "An integration's id or slug" }),
  overrideId: z.string().min(1).max(80),
});

/** Under what the effective settings are asked for: ids or slugs. */
export const settingsQuery = z.object({
  runtime: z
    .string()
    .max(80)
    .optional()
    .meta({ description: "A runtime configuration's id or slug; the default one unless given" }),
  application: z
    .string()
    .max(80)
    .optional()
    .meta({ description: "An application's id or slug; none unless given" }),
});
export type SettingsQuery = z.output<typeof settingsQuery>;

export const settingFields = [
  "clientId",
  "clientSecret",
  "clientAuthentication",
  "callbackUrl",
  "authorizeUrl",
  "tokenUrl",
  "variable",
  "scopes",
  "prompt",
] as const;

const valueSchema = z.union([z.string(), z.array(z.string())]).nullable();

/** One setting as it counts: its value, where that comes from, and what it hides, the most specific first. */
export const effectiveSettingSchema = z.object({
  field: z.enum(settingFields),
  name: z.string().nullable().meta({ description: "A variable's name" }),
  label: z.string().nullable().meta({ description: "A variable's label" }),
  value: valueSchema.meta({ description: "Of the client secret its last four characters" }),
  source: z.enum(settingSources),
  hides: z.array(z.object({ value: valueSchema, source: z.enum(settingSources) })),
});
export type EffectiveSetting = z.output<typeof effectiveSettingSchema>;

export const effectiveSettingsSchema = z
  .object({
    runtimeConfiguration: placeSchema,
    application: placeSchema.nullable(),
    isProven: z.boolean().meta({ description: "Whether accounts can be connected under it" }),
    items: z.array(effectiveSettingSchema),
  })
  .meta({ id: "EffectiveSettings" });
export type EffectiveSettings = z.output<typeof effectiveSettingsSchema>;
