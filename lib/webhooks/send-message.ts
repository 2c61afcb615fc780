import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { parseRetryAfter } from "#lib/oauth/retry-after.ts";
import type { Attempt } from "./rules.ts";
import { signMessage } from "./signing.ts";

const TIMEOUT_MS = 15_000;

interface Message {
  url: string;
  secrets: readonly Secret<string>[];
  noticeId: string;
  payload: unknown;
}

/**
 * Sends one message, signed for this moment, and gives what came of it; it never throws for what the receiver does. Only 2xx
 * is success: a redirect is a failure that nothing follows (D-16). Of the answer, status and Retry-After are looked at and
 * the body is not even read.
 */
export async function sendMessage(
  { fetch, now }: Pick<Context, "fetch" | "now">,
  { url, secrets, noticeId, payload }: Message,
): Promise<Attempt> {
  const body = JSON.stringify(payload);
  const startedAt = performance.now();
  const passed = () => Math.round(performance.now() - startedAt);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...signMessage(secrets, { id: noticeId, at: now(), body }),
      },
      body,
      timeoutMs: TIMEOUT_MS,
    });
    const { status, headers } = response;
    await response.body?.cancel().catch(() => {});
    return {
      status,
      error: codeOf(status),
      durationMs: passed(),
      retryAfterMs: parseRetryAfter(headers.get("retry-after"), now()),
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { reason } = error.extensions;
    const code = typeof reason === "string" ? reason : error.code;
    return { status: null, error: code, durationMs: passed(), retryAfterMs: null };
  }
}

function codeOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? "redirect" : "status";
}
