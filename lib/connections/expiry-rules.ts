import { type GrantFacts, type GrantLife, grantEnd } from "./grant-life.ts";
import { EXPIRING_SOON_MS } from "./health.ts";

/**
 * The end of a grant that is to be announced now; `null` where none is near: within a week, as the state "expiring soon" has
 * it, and for a life that is shorter than four weeks only its last quarter. What has ended is not near any more.
 */
export function nearEnd(grant: GrantFacts, life: GrantLife, now: Date): Date | null {
  const { endsAt } = grantEnd(grant, life);
  if (!endsAt || endsAt <= now) return null;
  const lifeMs = endsAt.getTime() - grant.lastAuthorizedAt.getTime();
  return endsAt.getTime() - now.getTime() <= Math.min(EXPIRING_SOON_MS, lifeMs / 4) ? endsAt : null;
}
