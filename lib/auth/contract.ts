import { z } from "zod";
import { emailSchema, newPasswordSchema } from "#lib/core/credentials.ts";
import { permissions } from "#lib/core/permissions.ts";
import { startSignInSchema } from "#lib/sign-in-methods/contract.ts";

export const signInSchema = z.object({ email: emailSchema, password: z.string().min(1).max(128) });

/** A code of the app, or for recovery, however it is typed. */
export const codeSchema = z.string().trim().min(1, "Enter a code.").max(64);

/** What the sign-in form sends when a second factor was asked for; next-auth's own fields come along. */
export const secondStepSchema = z.object({
  code: codeSchema,
  email: z.undefined().optional(),
  password: z.undefined().optional(),
});

export const updatePasswordSchema = z.strictObject({
  currentPassword: z.string().min(1, "Enter your current password.").max(128),
  newPassword: newPasswordSchema,
});

/** Who is calling, and what they may do. */
export const sessionSchema = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    workspaceId: z.string(),
    role: z.enum(["owner", "admin", "member"]),
    isPlatformAdmin: z.boolean(),
    permissions: z.array(z.enum(permissions)),
  })
  .meta({ id: "Session" });

export type CurrentSession = z.output<typeof sessionSchema>;

/** A browser in which the caller is signed in. */
export const ownSessionSchema = z
  .object({
    id: z.string(),
    isCurrent: z.boolean().meta({ description: "The one that asks" }),
    workspaceName: z.string().nullable(),
    ip: z.string().nullable().meta({ description: "From where it was opened" }),
    userAgent: z.string().nullable(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().meta({ description: "To within five minutes" }),
  })
  .meta({ id: "OwnSession" });

export type OwnSession = z.output<typeof ownSessionSchema>;

export const ownSessionListSchema = z.object({ items: z.array(ownSessionSchema) });

export const switchWorkspaceSchema = z
  .strictObject({ workspaceId: z.string().min(1).max(80) })
  .meta({ id: "SwitchWorkspace" });

export const sessionParams = z.object({ id: z.string().min(1).max(80) });

export const requestPasswordResetSchema = z
  .strictObject({ email: emailSchema })
  .meta({ id: "RequestPasswordReset" });

const resetTokenSchema = z
  .string()
  .trim()
  .min(1, "Open the link as a whole.")
  .max(200)
  .meta({ description: "What follows the # in the link" });

export const passwordResetTokenSchema = z
  .strictObject({ token: resetTokenSchema })
  .meta({ id: "PasswordResetToken" });

/** Whose password a link sets. */
export const passwordResetSchema = z.object({ email: z.string() }).meta({ id: "PasswordReset" });

export const completePasswordResetSchema = z
  .strictObject({ token: resetTokenSchema, newPassword: newPasswordSchema })
  .meta({ id: "CompletePasswordReset" });

const ownPasswordSchema = z.string().min(1, "Enter your password.").max(128);

/** Before an act that a session alone must not be enough for. */
export const provePasswordSchema = z
  .strictObject({ password: ownPasswordSchema.meta({ description: "The caller's own" }) })
  .meta({ id: "ProvePassword" });

/** The one answer that holds the link. */
export const passwordLinkSchema = z
  .object({ link: z.string().meta({ description: "Shown this once" }), expiresAt: z.iso.datetime() })
  .meta({ id: "PasswordLink" });

export type PasswordLink = z.output<typeof passwordLinkSchema>;

export const secondFactorSchema = z
  .object({
    isOn: z.boolean(),
    since: z.iso.datetime().nullable(),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: "SecondFactor" });

export type SecondFactor = z.output<typeof secondFactorSchema>;

/** The one answer that holds the key of an authenticator app. */
export const secondFactorKeySchema = z
  .object({
    key: z.string().meta({ description: "In base 32; shown this once" }),
    uri: z.string().meta({ description: "The same for a QR code" }),
  })
  .meta({ id: "SecondFactorKey" });

export type SecondFactorKey = z.output<typeof secondFactorKeySchema>;

export const confirmSecondFactorSchema = z
  .strictObject({ code: codeSchema.meta({ description: "The first code of the app" }) })
  .meta({ id: "ConfirmSecondFactor" });

/** Before an act on the second factor itself. */
export const proveBothSchema = z
  .strictObject({
    password: ownPasswordSchema,
    code: codeSchema.meta({ description: "Of the app, or a recovery code" }),
  })
  .meta({ id: "ProveBoth" });

/** What a person proves again, with the code where a second factor is on. */
export type Proof = z.output<typeof provePasswordSchema> & { code?: string | undefined };

export const linkIdentitySchema = z
  .strictObject({
    ...startSignInSchema.pick({ method: true }).shape,
    password: ownPasswordSchema.optional().meta({ description: "The caller's own, where they have one" }),
    code: codeSchema.optional().meta({ description: "Where a second factor is on" }),
  })
  .meta({ id: "LinkIdentity" });

/** The one answer that holds recovery codes. */
export const recoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()).meta({ description: "Shown this once; each works once" }) })
  .meta({ id: "RecoveryCodes" });

export type RecoveryCodes = z.output<typeof recoveryCodesSchema>;
