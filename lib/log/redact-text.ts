const REDACTED = "[redacted]";

const names =
  "code|state|access_token|refresh_token|id_token|token|client_secret|client_assertion|assertion|code_verifier|password|[a-z]*_?api_?key|access_?key|auth_?key|subscription-key|key|sig|signature|secret|setup_?code";

// Each keeps what says which kind of secret it was, and drops the secret.
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic|Token)\s+[^\s"',;]{6,}/gi, `$1 ${REDACTED}`],
  [new RegExp(`\\b(${names})(=|%3D)(?!\\[redacted\\])[^&\\s"'<>\\\\]+`, "gi"), `$1$2${REDACTED}`],
  [new RegExp(`(\\\\*["'])(${names})\\1(\\s*:\\s*)(\\\\*["']).*?\\4`, "gi"), `$1$2$1$3$4${REDACTED}$4`],
  [
    /\b([a-z-]{0,30}-?(?:api-?key|auth-?token|access-?token|subscription-key))(\s*:\s*)[^\s"',;]+/gi,
    `$1$2${REDACTED}`,
  ],
  [/\bmrg_[A-Za-z0-9_-]{6,}/g, `mrg_${REDACTED}`],
  [/\beyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*){1,4}/g, REDACTED],
  [/\b(gh[opusr]_|github_pat_|xox[abeprs]-|ya29\.|1\/\/0)[A-Za-z0-9._-]{8,}/g, `$1${REDACTED}`],
  [/(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"']+@/gi, `$1${REDACTED}@`],
];

// Characters that would let a logged name rewrite the line that shows it (U-05); JSON escapes the C0 ones.
const deceptive = /[\u0080-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const MAX_LENGTH = 8_192;

/** A text for the log: whatever looks like a token in it is taken out, and it is cut after 8 KiB. */
export function redactText(text: string): string {
  let safe = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  for (const [pattern, replacement] of patterns) safe = safe.replace(pattern, replacement);
  return safe.replace(deceptive, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
