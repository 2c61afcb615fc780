const dayMs = 24 * 60 * 60 * 1000;

/** A session ends 30 days after sign-in, however much it is used (S-04). */
export const sessionLifeMs = 30 * dayMs;

/** It ends after 7 days without a request. */
export const sessionIdleMs = 7 * dayMs;

/** `lastSeenAt` is written at most this often. */
export const sessionStampMs = 5 * 60 * 1000;

/** Whether the stamp of the last request is old enough to be written again. */
export function isStampDue(lastSeenAt: Date, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= sessionStampMs;
}
