/** A distance in time in the words of `ui.time`, or a date when it is more than 30 days away. */
export type TimeDistance =
  | { key: "now" | "soon"; count: 0 }
  | { key: "minutesAgo" | "hoursAgo" | "daysAgo" | "inMinutes" | "inHours" | "inDays"; count: number }
  | { key: "date"; count: 0 };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How far `then` is from `now`, in the largest unit that fits, rounded down. */
export function timeDistance(then: number, now: number): TimeDistance {
  const distance = Math.abs(then - now);
  const isPast = then <= now;
  if (distance < minute) return { key: isPast ? "now" : "soon", count: 0 };
  if (distance < hour)
    return { key: isPast ? "minutesAgo" : "inMinutes", count: Math.floor(distance / minute) };
  if (distance < day) return { key: isPast ? "hoursAgo" : "inHours", count: Math.floor(distance / hour) };
  if (distance < 30 * day) return { key: isPast ? "daysAgo" : "inDays", count: Math.floor(distance / day) };
  return { key: "date", count: 0 };
}
