const DAY_MS = 86_400_000;

/** A day such as `2026-11-22` of a moment, in UTC. */
export function toDay(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Whole days from today (UTC) until a day such as `2026-11-22`: 0 on that very day, negative once it is past. */
export function daysUntil(day: string, now: Date): number {
  return Math.round((Date.parse(day) - Date.parse(toDay(now))) / DAY_MS);
}

/** How long before its end a client secret is spoken of, and again, and again. */
export const secretNoticeDays = [30, 7, 1] as const;
