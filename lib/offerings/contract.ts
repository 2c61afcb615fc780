import { z } from "zod";
import { authorizationKinds, clientAuthentications } from "#lib/core/provider.ts";

/** A value to ask before anybody can sign in, e.g. a tenant's name. `pattern` is enforced before it touches a URL. */
const offeringVariableSchema = z.object({
  name: z.string(),
  label: z.string(),
  required: z.boolean(),
  default: z.string().nullable(),
  example: z.string().nullable(),
  pattern: z.string().nullable(),
  choices: z.array(z.string()).nullable(),
});

const offeringScopeSchema = z.object({
  id: z.string(),
  description: z.string(),
  kind: z.enum(["required", "default", "optional"]),
  group: z.string().nullable(),
  sensitive: z.boolean(),
});

/** An offering as the console and API callers see it. */
export const offeringSchema = z.object({
  id: z.string(),
  provider: z.string().meta({ description: "The vendor's slug, which several offerings share" }),
  displayName: z.string(),
  environment: z.string(),
  category: z.string(),
  status: z.object({
    state: z.enum(["active", "deprecated", "retired"]),
    sunsetDate: z.string().nullable(),
    replacedBy: z.string().nullable(),
    note: z.string().nullable(),
  }),
  variables: z.array(offeringVariableSchema),
  scopes: z.object({
    required: z.array(z.string()),
    default: z.array(z.string()),
    catalog: z.array(offeringScopeSchema),
    configuredInConsole: z.boolean().meta({ description: "Scopes are ticked at the provider too" }),
    offline: z.string().nullable().meta({ description: "The scope that makes it give a refresh token" }),
    note: z.string().nullable(),
  }),
  setup: z.object({
    consoleUrl: z.string().nullable(),
    steps: z.array(z.string()),
    redirectUriRules: z.string().nullable(),
    secretLifetimeMonths: z
      .int()
      .optional()
      .meta({ description: "How long a client secret lives at most, where the provider limits it" }),
    keyLabel: z.string().nullable().meta({ description: "What the provider calls its API keys" }),
    keySteps: z.array(z.string()),
  }),
  authorize: z
    .object({
      offlineParams: z
        .record(z.string(), z.string())
        .meta({ description: "Parameters that make it give a refresh token" }),
    })
    .nullable(),
  refresh: z.object({ issued: z.enum(["always", "conditional", "never", "unknown"]) }),
  quirks: z.array(z.string()).meta({ description: "Where the provider departs from the plain protocol" }),
  docsUrl: z.string(),
  clientAuthentications: z
    .array(z.enum(clientAuthentications))
    .meta({ description: "The preferred one first" }),
  accepts: z
    .array(z.enum(authorizationKinds))
    .meta({ description: "How accounts can connect, the usual way first" }),
  deploymentClient: z
    .object({ scopes: z.array(z.string()) })
    .optional()
    .meta({
      description: "There when the deployment has an OAuth app of its own here; what it is registered for",
    }),
  isSandbox: z.boolean(),
  confidence: z.enum(["high", "medium", "low"]),
});

export type Offering = z.output<typeof offeringSchema>;

export const offeringListSchema = z.object({ items: z.array(offeringSchema) });
