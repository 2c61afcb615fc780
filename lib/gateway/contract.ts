import { z } from "zod";

export { type ConnectionCallers, connectionCallersSchema } from "./caller-schemas.ts";
export {
  type IntegrationHealth,
  type IntegrationHealthPage,
  integrationHealthPageSchema,
} from "./health-schemas.ts";

/** What the gateway forwards; TRACE, CONNECT and inventions of others are answered 405 (P-08). */
export const gatewayMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type GatewayMethod = (typeof gatewayMethods)[number];

export function isGatewayMethod(method: string): method is GatewayMethod {
  return gatewayMethods.some((known) => known === method);
}

/** Which connection to use; a header, so that it never mixes with the provider's own query. */
export const CONNECTION_HEADER = "Mooring-Connection";
/** `gateway` on our own answers, `provider` on the provider's, so that a caller can tell one 401 from the other. */
export const ORIGIN_HEADER = "Mooring-Origin";
/** From the request's first byte to the answer's headers, in whole milliseconds. */
export const UPSTREAM_MS_HEADER = "Mooring-Upstream-Ms";
/** Names of the `headers` that were not sent on, comma-separated. */
export const DROPPED_HEADERS_HEADER = "Mooring-Dropped-Headers";
/** `true` on an answer that was kept from an earlier request with the same `Idempotency-Key`. */
export const REPLAYED_HEADER = "Mooring-Replayed";
/** On every answer; the provider's own `X-Request-Id` stays what it is. */
export const REQUEST_ID_HEADER = "Mooring-Request-Id";
/** Sent as `1` by our own pages: a request by cookie without it is refused (D-18). */
export const PAGE_REQUEST_HEADER = "X-Mooring-Request";

/** A JSON form's body, which is held in memory whole. */
export const JSON_BODY_BYTES = 10 * 1024 * 1024;

const headerNameSchema = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "This is not a header name.");
const headerValueSchema = z
  .string()
  .max(8_192)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "A header's value is one line of Latin-1 text.");

/** A connection's id, in the body and in `Mooring-Connection`. */
export const connectionIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, "This is not a connection's id.");

function hasNoTwins(headers: Record<string, string>): boolean {
  const names = Object.keys(headers);
  return new Set(names.map((name) => name.toLowerCase())).size === names.length;
}

/** The body of `POST /api/integrations/{id}/request`. */
export const forwardInputSchema = z
  .strictObject({
    method: z
      .string()
      .max(20)
      .toUpperCase()
      .default("GET")
      .meta({ description: `One of ${gatewayMethods.join(", ")}`, examples: ["GET"] }),
    url: z
      .string()
      .min(1)
      .max(8_192)
      .meta({ description: "Relative to the connection's `apiBaseUri`, or absolute", examples: ["/api/me"] }),
    headers: z
      .record(headerNameSchema, headerValueSchema)
      .refine((headers) => Object.keys(headers).length <= 64, "At most 64 headers.")
      .refine(hasNoTwins, "A header is there twice, in other letters.")
      .default({}),
    data: z.unknown().optional().meta({
      description:
        "The body: a text is sent as it is, anything else as JSON, or as a form if `Content-Type` says so",
    }),
    connectionId: connectionIdSchema
      .optional()
      .meta({ description: "Another connection than the usual one" }),
  })
  .meta({ id: "ForwardRequest" });

export type ForwardForm = z.output<typeof forwardInputSchema>;

/** How far back usage is told, and in what steps of seconds. */
export const usageRanges = {
  hour: { seconds: 3_600, step: 60 },
  day: { seconds: 86_400, step: 1_800 },
  week: { seconds: 7 * 86_400, step: 6 * 3_600 },
  month: { seconds: 30 * 86_400, step: 86_400 },
} as const;
export type UsageRange = keyof typeof usageRanges;

export const usageQuerySchema = z.object({
  range: z.enum(["hour", "day", "week", "month"]).default("day").meta({ description: "How far back" }),
});

/** What went through the gateway. */
export const usageSchema = z
  .object({
    range: z.enum(["hour", "day", "week", "month"]),
    since: z.iso.datetime(),
    stepSeconds: z.int(),
    isOwnOnly: z.boolean().meta({ description: "Only the caller's own part of it is told" }),
    total: z.object({
      count: z.int(),
      failed: z.int().meta({ description: "4xx, 5xx, and calls that the provider did not answer" }),
      bytesIn: z.int(),
      bytesOut: z.int(),
      addedMs: z.number().nullable().meta({ description: "What Mooring added to a call, on average" }),
    }),
    series: z
      .array(
        z.object({
          at: z.iso.datetime(),
          succeeded: z.int(),
          refused: z.int().meta({ description: "4xx" }),
          failed: z.int().meta({ description: "5xx and no answer" }),
        }),
      )
      .meta({ description: "Every step of the range, oldest first" }),
    callers: z
      .array(
        z.object({
          id: z.string(),
          name: z.string().nullable().meta({ description: "`null`: it is gone" }),
          host: z.string(),
          count: z.int(),
          failed: z.int(),
          bytesOut: z.int(),
        }),
      )
      .meta({ description: "API keys and members by host, the busiest first, 50 at most" }),
  })
  .meta({ id: "Usage" });

export type UsageReport = z.output<typeof usageSchema>;
