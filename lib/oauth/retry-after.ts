const HOUR_MS = 3_600_000;

/**
 * `Retry-After` in milliseconds from now, at most an hour: seconds or an HTTP-date (RFC 9110 §10.2.3).
 * A date in the past is 0; what cannot be read is `null`.
 */
export function parseRetryAfter(value: string | null, now: Date): number | null {
  const text = value?.trim() ?? "";
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : httpDate(text) - now.getTime();
  return Number.isNaN(ms) ? null : Math.min(Math.max(Math.ceil(ms), 0), HOUR_MS);
}

// Date.parse reads far more than the three forms of RFC 9110 §5.6.7, e.g. "1" or "-3"; all of them name a weekday.
function httpDate(text: string): number {
  if (text.length > 60 || !/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/.test(text))
    return Number.NaN;
  return Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
}
