import { z } from "zod";

/** What happens to a connection and is told to those who asked for it. */
export const noticeTypes = [
  "connection.created",
  "connection.recovered",
  "connection.needs_reauth",
  "connection.expiring",
  "connection.disconnected",
] as const;
export type NoticeType = (typeof noticeTypes)[number];

/** What a test of a webhook is called. Nobody subscribes to it. */
export const TEST_NOTICE = "webhook.test";

/** Who brought it about; `id` is a member's or an API key's. */
const causerSchema = z.object({ kind: z.enum(["member", "api-key", "system"]), id: z.string().nullable() });

/** The facts of the connection after the event. */
export const noticeDataSchema = z.object({
  workspaceId: z.string(),
  connectionId: z.string(),
  integrationId: z.string(),
  ownerId: z.string(),
  isShared: z.boolean(),
  /** As in the API of connections; `disconnected` once it is gone. */
  status: z.string(),
  /** A stable code such as `invalid_grant`; `null` where there is nothing to explain. */
  cause: z.string().nullable(),
  /** When the grant ends, with `connection.expiring`. */
  expiresAt: z.string().optional(),
  causedBy: causerSchema,
});
export type NoticeData = z.output<typeof noticeDataSchema>;

/** The body of every message: what, when, and about which connection. Never a token or a secret. */
export const noticePayloadSchema = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
});
export type NoticePayload = z.output<typeof noticePayloadSchema>;

export const noticeMailChoices = ["none", "needed", "all"] as const;
export type NoticeMailChoice = (typeof noticeMailChoices)[number];

/** What members are mailed unless they chose otherwise: what they may have to see to. */
export const neededTypes = [
  "connection.needs_reauth",
  "connection.expiring",
  "connection.disconnected",
] as const satisfies readonly NoticeType[];

/** What the caller gets by e-mail about connections. */
export const noticeMailSchema = z
  .object({
    choice: z.enum(noticeMailChoices).meta({
      description:
        "`needed`: what needs a reconnect, ends soon or was disconnected by somebody else; about their own connections, and for admins about shared ones",
    }),
    canMail: z.boolean().meta({ description: "Whether the operator has set up a mail server" }),
  })
  .meta({ id: "NoticeMail" });
export type NoticeMailState = z.output<typeof noticeMailSchema>;

export const updateNoticeMailSchema = z
  .strictObject({ choice: z.enum(noticeMailChoices) })
  .meta({ id: "UpdateNoticeMail" });
export type UpdateNoticeMail = z.output<typeof updateNoticeMailSchema>;
