import { z } from "zod";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";
import { lineSchema } from "#lib/integrations/fields.ts";
import { noticePayloadSchema, noticeTypes } from "#lib/notices/contract.ts";

const time = z.iso.datetime();

export const disabledCauses = ["by-member", "gone", "failing"] as const;

/** A webhook as it may be seen again: everything but its secret. */
export const webhookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.enum(noticeTypes)).meta({ description: "What it is told of; empty: everything" }),
    isEnabled: z.boolean(),
    disabledAt: time.nullable(),
    disabledCause: z.enum(disabledCauses).nullable().meta({
      description:
        "`by-member`: switched off; `gone`: the address answered 410; `failing`: nothing arrived for five days",
    }),
    failingSince: time.nullable().meta({ description: "Since when nothing has arrived" }),
    lastDeliveredAt: time.nullable(),
    previousSecretUntil: time.nullable().meta({ description: "Until then the former secret signs as well" }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Webhook" });
export type Webhook = z.output<typeof webhookSchema>;

/** The answers that hold the secret: of creation, and of a change of the secret. */
export const webhookWithSecretSchema = webhookSchema
  .extend({
    signingSecret: z
      .string()
      .meta({ description: "Verifies the signatures. It is shown this once and kept sealed." }),
  })
  .meta({ id: "WebhookWithSecret" });
export type WebhookWithSecret = z.output<typeof webhookWithSecretSchema>;

export const webhookPageSchema = pageSchema(webhookSchema);
export const webhookParams = z.object({ id: z.string().min(1).max(80) });

const fields = {
  name: lineSchema(80).min(1, "Give the webhook a name."),
  url: z
    .string()
    .trim()
    .min(1, "Enter the address that is to be told.")
    .max(2_000, "Use at most 2,000 characters.")
    .refine(isPlainUrl, "Enter an https address, without a user, a password or a #."),
  events: z
    .array(z.enum(noticeTypes))
    .max(noticeTypes.length)
    .transform((events) => [...new Set(events)])
    .meta({ description: "What it is told of; empty: everything" }),
};

export const createWebhookSchema = z
  .strictObject({ ...fields, events: fields.events.optional() })
  .meta({ id: "CreateWebhook" });
export type CreateWebhook = z.output<typeof createWebhookSchema>;

/** A change; what is left out stays. */
export const updateWebhookSchema = z
  .strictObject({
    name: fields.name.optional(),
    url: fields.url.optional(),
    events: fields.events.optional(),
    isEnabled: z.boolean().optional().meta({ description: "Off: nothing new is written down for it" }),
  })
  .meta({ id: "UpdateWebhook" });
export type UpdateWebhook = z.output<typeof updateWebhookSchema>;

export const deliveryStates = ["pending", "delivered", "failed"] as const;

/** One message on its way to a webhook, and what came of the last attempt. */
export const deliverySchema = z
  .object({
    id: z.string(),
    webhookId: z.string(),
    noticeId: z.string().meta({ description: "What the receiver finds in `webhook-id`, at every attempt" }),
    type: z.string(),
    connectionId: z.string().nullable(),
    payload: noticePayloadSchema,
    state: z.enum(deliveryStates),
    attempts: z.int(),
    nextAttemptAt: time.nullable(),
    lastAttemptAt: time.nullable(),
    lastStatus: z.int().nullable().meta({ description: "The HTTP status of the last answer" }),
    lastError: z
      .string()
      .nullable()
      .meta({ description: "Why the last attempt failed: a code such as `status`, `timeout`, `dns`" }),
    durationMs: z.int().nullable(),
    deliveredAt: time.nullable(),
    createdAt: time,
  })
  .meta({ id: "WebhookDelivery" });
export type Delivery = z.output<typeof deliverySchema>;

export const deliveryPageSchema = pageSchema(deliverySchema);
export const deliveryParams = webhookParams.extend({ deliveryId: z.string().min(1).max(80) });
export const deliveryQuerySchema = pageQuerySchema.extend({ state: z.enum(deliveryStates).optional() });
export type DeliveryQuery = z.output<typeof deliveryQuerySchema>;

export const replaySchema = z
  .strictObject({
    since: time.meta({
      description: "Deliveries that failed and were written since; at most 30 days are kept",
    }),
  })
  .meta({ id: "ReplayDeliveries" });

export const replayCountSchema = z.object({ replayed: z.int() }).meta({ id: "ReplayedDeliveries" });

// What egress refuses beside this depends on the operator's ranges, and shows at the first message.
function isPlainUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, hash } = new URL(value);
  return ["https:", "http:"].includes(protocol) && !username && !password && !hash;
}
