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
