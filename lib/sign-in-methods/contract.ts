import { z } from "zod";
import {
  clientIdSchema,
  clientSecretSchema,
  endpointSchema,
  enteredSecretSchema,
  isoTime,
  lineSchema,
} from "#lib/integrations/fields.ts";

export const signInMethodKinds = ["oidc", "google", "github"] as const;

const kindSchema = z.enum(signInMethodKinds);

const slugSchema = z
  .string()
  .trim()
  .min(1, "Enter a short name for the address.")
  .max(40, "Use at most 40 characters.")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use small letters, digits and single hyphens.")
  .refine((slug) => slug !== "credentials", "This name is taken by the password.")
  .meta({ description: "The end of the redirect URI; it stays" });

export const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, "Enter a domain such as example.com.");

const fields = {
  name: lineSchema(60).pipe(z.string().min(1, "Enter a name.")),
  clientId: clientIdSchema.min(1, "Enter the client ID."),
  allowedDomains: z
    .array(domainSchema)
    .max(50, "Enter at most 50 domains.")
    .overwrite((domains) => [...new Set(domains)])
    .meta({ description: "Verified addresses elsewhere are refused; empty: none is for that" }),
  joinRole: z.enum(["member", "admin"]).nullable().meta({
    description:
      "As what people without an invitation join the caller's workspace, if their address is of an allowed domain; `null`: they do not",
  }),
};

export const createSignInMethodInput = z.strictObject({
  kind: kindSchema,
  name: fields.name,
  slug: slugSchema,
  issuer: endpointSchema.optional().meta({
    description: "Of an OpenID provider; for GitHub the address of a GitHub Enterprise Server, if it is one",
  }),
  clientId: fields.clientId,
  clientSecret: clientSecretSchema,
  allowedDomains: fields.allowedDomains.default([]),
  joinRole: fields.joinRole.default(null),
});

export type CreateSignInMethodInput = z.input<typeof createSignInMethodInput>;

/** `createSignInMethodInput` as the route reads it. */
export const createSignInMethodBody = createSignInMethodInput
  .extend({ clientSecret: enteredSecretSchema })
  .meta({ id: "CreateSignInMethod" });
export type CreateSignInMethod = z.output<typeof createSignInMethodBody>;

/** A change; what is left out stays, the secret too. */
export const updateSignInMethodInput = z.strictObject({
  name: fields.name.optional(),
  clientId: fields.clientId.optional(),
  clientSecret: clientSecretSchema.optional(),
  allowedDomains: fields.allowedDomains.optional(),
  joinRole: fields.joinRole.optional(),
});

export type UpdateSignInMethodInput = z.input<typeof updateSignInMethodInput>;

/** `updateSignInMethodInput` as the route reads it. */
export const updateSignInMethodBody = updateSignInMethodInput
  .extend({ clientSecret: enteredSecretSchema.optional() })
  .meta({ id: "UpdateSignInMethod" });
export type UpdateSignInMethod = z.output<typeof updateSignInMethodBody>;

export const signInMethodSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    kind: kindSchema,
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    clientSecret: z.object({
      last4: z.string().meta({ description: "Empty when the secret is too short to show any of it" }),
    }),
    redirectUri: z.string().meta({ description: "To register at the provider" }),
    allowedDomains: z.array(z.string()),
    join: z
      .object({ workspaceId: z.string(), workspaceName: z.string(), role: z.enum(["member", "admin"]) })
      .nullable(),
    state: z
      .enum(["draft", "live"])
      .meta({ description: "`draft` until somebody signed in with the client as it is now" }),
    isPractice: z.boolean().meta({ description: "The practice provider shows its passwords to everybody" }),
    isLinked: z.boolean().meta({ description: "Whether the caller can sign in by it" }),
    people: z.int().meta({ description: "Who have linked an account of it" }),
    provenAt: isoTime.nullable(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: "SignInMethod" });
export type SignInMethod = z.output<typeof signInMethodSchema>;

export const signInMethodListSchema = z.object({
  isPasswordOn: z.boolean(),
  redirectUriPrefix: z.string().meta({ description: "A method's slug makes it a redirect URI" }),
  items: z.array(signInMethodSchema),
});
export type SignInMethodList = z.output<typeof signInMethodListSchema>;

export const signInMethodParams = z.object({ id: z.string().min(1).max(80) });

/** The count that the person saw and confirmed; 409 when it moved. */
export const deleteSignInMethodQuery = z.strictObject({ people: z.coerce.number().int().min(0) });

export const updatePasswordSignInSchema = z
  .strictObject({ isOn: z.boolean() })
  .meta({ id: "UpdatePasswordSignIn" });

export const startSignInSchema = z
  .strictObject({
    method: z.string().min(1).max(40).meta({ description: "The slug of a method" }),
    returnTo: z.string().max(2_000).optional(),
  })
  .meta({ id: "StartSignIn" });

export const startedSignInSchema = z
  .object({ authorizationUrl: z.string().meta({ description: "Where the browser is to go" }) })
  .meta({ id: "StartedSignIn" });

/** An account elsewhere that signs the caller in. */
export const identitySchema = z
  .object({
    id: z.string(),
    methodName: z.string(),
    kind: kindSchema,
    email: z.string().nullable().meta({ description: "As the provider told it last" }),
    isUsable: z.boolean().meta({ description: "Whether its method is on" }),
    createdAt: isoTime,
    lastUsedAt: isoTime,
  })
  .meta({ id: "Identity" });

export type Identity = z.output<typeof identitySchema>;

export const identityListSchema = z.object({
  items: z.array(identitySchema),
  choices: z
    .array(z.object({ slug: z.string(), name: z.string(), kind: kindSchema }))
    .meta({ description: "Methods by which more can be linked" }),
  asks: z
    .object({ password: z.boolean(), code: z.boolean() })
    .meta({ description: "What linking asks for: the caller's password, and a code of their second factor" }),
});
export type IdentityList = z.output<typeof identityListSchema>;
export type SignInChoice = IdentityList["choices"][number];

/** Why a sign-in elsewhere came to nothing; pages have a sentence for each. */
const signInFailures = [
  "denied",
  "domain",
  "expired",
  "internal",
  "link-first",
  "mismatch",
  "misbehaved",
  "no-account",
  "rejected",
  "taken",
  "unreachable",
  "unverified",
] as const;
export type SignInFailure = (typeof signInFailures)[number];

/** The reason in an address; anything else there is none. */
export function readSignInFailure(value: unknown): SignInFailure | null {
  return signInFailures.find((failure) => failure === value) ?? null;
}
