import { z } from "zod";
import { emailSchema, newPasswordSchema } from "#lib/core/credentials.ts";
import { permissions } from "#lib/core/permissions.ts";

export const signInSchema = z.object({ email: emailSchema, password: z.string().min(1).max(128) });

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
