const HUNDRED_YEARS_SECONDS = 3_155_760_000;

/**
 * When something that was asked for at `sentAt` expires (D-25). Takes a number or a number in a text; `null` for what
 * says nothing: absent, zero or less (some say so for "never"), not a number, or beyond a hundred years.
 */
export function expiryOf(expiresIn: unknown, sentAt: Date): Date | null {
  const seconds = toSeconds(expiresIn);
  return seconds > 0 && seconds <= HUNDRED_YEARS_SECONDS
    ? new Date(sentAt.getTime() + Math.floor(seconds * 1000))
    : null;
}

function toSeconds(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d{1,12}(\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
}
