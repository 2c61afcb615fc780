import { z } from "zod";
import { emailSchema } from "#lib/core/credentials.ts";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";

const roleSchema = z.enum(["owner", "admin", "member"]);
const isoTime = z.iso.datetime();

/** An invitation that is still open, as those who run the workspace see it; never its link. */
export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    role: roleSchema,
    state: z.enum(["open", "expired"]),
    invitedBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: isoTime,
    expiresAt: isoTime,
    mail: z
      .enum(["none", "waiting", "sent", "refused"])
      .meta({ description: "Whether the link went out by e-mail; `none` where no mail server is set" }),
  })
  .meta({ id: "Invitation" });

export type Invitation = z.output<typeof invitationSchema>;

export const invitationPageSchema = pageSchema(invitationSchema);

export const invitationQuerySchema = pageQuerySchema;

export const invitationParams = z.object({ id: z.string().min(1).max(80) });

export const createInvitationSchema = z
  .strictObject({ email: emailSchema, role: roleSchema.default("member") })
  .meta({ id: "CreateInvitation" });

export type CreateInvitation = z.output<typeof createInvitationSchema>;

/** The one answer that may hold the link itself. */
export const issuedInvitationSchema = invitationSchema
  .extend({
    link: z
      .string()
      .nullable()
      .meta({ description: "Shown this once; `null` where it goes out by e-mail instead" }),
  })
  .meta({ id: "IssuedInvitation" });

export type IssuedInvitation = z.output<typeof issuedInvitationSchema>;

const tokenSchema = z
  .string()
  .trim()
  .min(1, "Open the link of the invitation as a whole.")
  .max(200)
  .meta({ description: "What follows the # in the link" });

export const invitationTokenSchema = z.strictObject({ token: tokenSchema }).meta({ id: "InvitationToken" });

/** What whoever has the link may know. */
export const invitationPreviewSchema = z
  .object({
    email: z.string(),
    role: roleSchema,
    workspaceName: z.string(),
    invitedByName: z.string(),
    expiresAt: isoTime,
    hasAccount: z.boolean().meta({ description: "Whether this address signs in with a password already" }),
  })
  .meta({ id: "InvitationPreview" });

export type InvitationPreview = z.output<typeof invitationPreviewSchema>;

/** Joining without being signed in: with the password of the account, or with a name and a new one. */
export const acceptInvitationSchema = z
  .strictObject({
    token: tokenSchema,
    name: z
      .string()
      .trim()
      .min(1, "Enter your name.")
      .max(80, "Use at most 80 characters.")
      .optional()
      .meta({ description: "Of a new account; without effect where there is one" }),
    password: z.string().min(1, "Enter a password.").max(128),
    code: z
      .string()
      .trim()
      .min(1, "Enter a code.")
      .max(64)
      .optional()
      .meta({ description: "Where the account's second factor is on: of the app, or a recovery code" }),
  })
  .meta({ id: "AcceptInvitation" });
