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
