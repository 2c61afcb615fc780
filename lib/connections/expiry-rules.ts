const DAY_MS = 86_400_000;

/** The earliest that an end is announced: a week ahead. */
export const ANNOUNCED_BEFORE_MS = 7 * DAY_MS;

export interface EndingGrant {
  hasRefreshToken: boolean;
  tokenExpiresAt: Date | null;
  refreshTokenExpiresAt: Date | null;
  lastAuthorizedAt: Date;
}

/** When the grant ends unless its owner connects again; `null` where no end is known. */
export function endOfGrant({
  hasRefreshToken,
  tokenExpiresAt,
  refreshTokenExpiresAt,
}: EndingGrant): Date | null {
  return hasRefreshToken ? refreshTokenExpiresAt : tokenExpiresAt;
}

/** Whether the end is near: a week ahead, or a quarter of a life that is shorter than four. What has ended is not near any more. */
export function isEndNear(grant: EndingGrant, now: Date): boolean {
  const end = endOfGrant(grant);
  if (!end || end <= now) return false;
  const lifeMs = end.getTime() - grant.lastAuthorizedAt.getTime();
  return end.getTime() - now.getTime() <= Math.min(ANNOUNCED_BEFORE_MS, lifeMs / 4);
}
