import { z } from "zod";

const time = z.iso.datetime({ offset: true });

/**
 * How a connection stands as people read it. It follows from `status`, from whether its integration lets anybody through
 * (`on_hold`), and from when the grant itself ends (`expiring_soon`).
 */
export const connectionHealths = [
  "active",
  "expiring_soon",
  "retrying",
  "needs_reconnect",
  "on_hold",
  "suspended",
  "revoked",
] as const;
export type ConnectionHealth = (typeof connectionHealths)[number];

/** What a list can be filtered by: one of them, or all that is not active. */
export const healthFilters = [...connectionHealths, "attention"] as const;

/** Why a grant lives as long as it does: codes that the browser puts into its own words. */
export const forecastReasons = [
  "renewed",
  "renewed-while-used",
  "not-renewed-now",
  "grant-ends",
  "no-refresh-token",
  "no-end-told",
  "client-renews",
  "key-lives-on",
  "password-lives-on",
] as const;
export type ForecastReason = (typeof forecastReasons)[number];

/** How long the grant lives, and why. */
export const forecastSchema = z
  .object({
    /** `null`: no end is known. */
    livesUntil: time.nullable(),
    reason: z.enum(forecastReasons),
    /** With `renewed-while-used` and `not-renewed-now`: how long the provider keeps a grant that is not renewed. With `grant-ends`: how long after consent it ends, where that is known. */
    seconds: z.number().int().nullable(),
    because: z.string().meta({ description: "The reason as a sentence" }),
  })
  .meta({ id: "ConnectionForecast" });
export type Forecast = z.output<typeof forecastSchema>;

/** Who can end the state, and with what: codes that the browser puts into its own words. */
export const fixers = ["nobody", "provider", "owner", "workspace-admin", "operator"] as const;
export const nextSteps = [
  "none",
  "wait",
  "reconnect",
  "replace-key",
  "connect-client",
  "check-integration",
  "ask-operator",
  "resume-integration",
  "complete-integration",
] as const;

/** Why a connection stands where it does. `cause` is a plain sentence; the rest are codes. */
export const statusExplanationSchema = z.object({
  cause: z.string(),
  whoCanFix: z.enum(fixers),
  nextStep: z.enum(nextSteps),
});
export type StatusExplanation = z.output<typeof statusExplanationSchema>;
