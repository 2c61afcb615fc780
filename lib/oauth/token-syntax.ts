const MAX_TOKEN_LENGTH = 16_384;

/**
 * Whether this may be sent as a Bearer token. RFC 6750 §2.1 allows fewer characters, but real tokens hold `!` and `|`
 * too; what matters is that nothing can end the header line (V-06, D-21).
 */
export function isAccessToken(token: unknown): token is string {
  return typeof token === "string" && token.length <= MAX_TOKEN_LENGTH && /^[\x21-\x7e]+$/.test(token);
}

/** RFC 6749 Appendix A.17: visible characters and spaces. */
export function isRefreshToken(token: unknown): token is string {
  return typeof token === "string" && token.length <= MAX_TOKEN_LENGTH && /^[\x20-\x7e]+$/.test(token);
}
