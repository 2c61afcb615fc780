import type { ConnectionStatus } from "./contract.ts";
import { type GrantEnd, type GrantFacts, type GrantLife, grantEnd } from "./grant-life.ts";
import type { ConnectionHealth, Forecast } from "./health-schemas.ts";

const DAY_MS = 86_400_000;

/** A grant that ends within this time, with nobody but its owner to prolong it, is one that expires soon. */
export const EXPIRING_SOON_MS = 7 * DAY_MS;

/** What keeps a connection from being used, whatever its own state. */
export type Hold = "paused" | "draft";

export interface HealthFacts extends GrantFacts {
  status: ConnectionStatus;
  hold: Hold | null;
}

export interface Standing {
  health: ConnectionHealth;
  end: GrantEnd;
}

/** How a connection stands now. `whereHealth` asks the database the same, state by state. */
export function standingOf(facts: HealthFacts, life: GrantLife, now: Date): Standing {
  const isHeld = facts.hold !== null;
  const end = grantEnd(facts, life, facts.status === "active" && !isHeld);
  return { end, health: judge(facts, grantEnd(facts, life).endsAt, isHeld, now) };
}

function judge({ status }: HealthFacts, endsAt: Date | null, isHeld: boolean, now: Date): ConnectionHealth {
  if (status === "needs_reauth") return "needs_reconnect";
  if (status === "suspended" || status === "revoked") return status;
  if (endsAt && endsAt <= now) return "needs_reconnect";
  if (isHeld) return "on_hold";
  if (status === "degraded") return "retrying";
  return endsAt && endsAt <= soonAfter(now) ? "expiring_soon" : "active";
}

/** The latest end that is soon. */
export function soonAfter(now: Date): Date {
  return new Date(now.getTime() + EXPIRING_SOON_MS);
}

/** What an integration holds its connection by; a draft's own client calls nothing, one that an override brought does. */
export function holdOf(
  { status, disabledAt }: { status: "draft" | "configured"; disabledAt: Date | null },
  usesOwnClient: boolean,
): Hold | null {
  if (disabledAt !== null) return "paused";
  return status === "draft" && usesOwnClient ? "draft" : null;
}

/** The forecast as the API tells it; `null` for a connection that does not live. */
export function toForecast({ health, end }: Standing): Forecast | null {
  if (health === "needs_reconnect" || health === "suspended" || health === "revoked") return null;
  const { endsAt, reason, seconds } = end;
  return { livesUntil: endsAt?.toISOString() ?? null, reason, seconds, because: sentenceOf(end) };
}

function sentenceOf({ reason, seconds }: GrantEnd): string {
  const days = `${Math.max(1, Math.round((seconds ?? 0) / 86_400))} days`;
  switch (reason) {
    case "renewed":
      return "Mooring renews its token before that expires, and the provider names no end of the grant.";
    case "renewed-while-used":
      return `The provider keeps a grant that is renewed at least every ${days}; Mooring does that by itself.`;
    case "not-renewed-now":
      return `The provider keeps a grant that is renewed at least every ${days}, and it is not being renewed at present.`;
    case "grant-ends":
      return seconds === null
        ? "The provider ends this grant then, whatever is renewed. Reconnect before."
        : `The provider ends a grant ${days} after consent, whatever is renewed. Reconnect before.`;
    case "no-refresh-token":
      return "The provider gave no refresh token, so nothing can be renewed. Reconnect before.";
    case "no-end-told":
      return "The provider gave no refresh token and named no end of the token.";
    case "client-renews":
      return "The client gets itself a new token before this one expires.";
    case "key-lives-on":
      return "A key works until the provider withdraws it.";
    case "password-lives-on":
      return "A password works until it is changed at the provider.";
  }
}
