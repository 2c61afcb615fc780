import type { CancelSignal } from "#lib/core/cancellation.ts";
import type { Pauses } from "./pauses.ts";
import { isPause, planRepeat, planRepeatAfter, readRetryAfter } from "./repeat-rules.ts";
import type { UpstreamAnswer } from "./upstream.ts";
import { wait } from "./wait.ts";

export interface Repetition {
  connectionId: string;
  isRepeatable: boolean;
  pauses: Pauses;
  signal: CancelSignal;
}

/**
 * Sends, and sends again what may be sent again: after a connection that broke off before an answer, a 502, 503 or 504,
 * and a pause that is short enough to sit out. A pause counts for all callers of the connection. What is left is the answer.
 */
export async function sendRepeatedly<A extends UpstreamAnswer>(
  send: () => Promise<A>,
  { connectionId, isRepeatable, pauses, signal }: Repetition,
): Promise<A> {
  let waitedMs = 0;
  for (let attempt = 1; ; attempt++) {
    let waitMs: number | null;
    try {
      const answer = await send();
      if (answer.status < 429) return answer;
      const { status } = answer;
      const retryAfterMs = readRetryAfter(answer.headers["retry-after"], Date.now());
      if (isPause(status, retryAfterMs)) pauses.begin(connectionId, retryAfterMs ?? 0);
      waitMs = isRepeatable
        ? planRepeat({ attempt, status, retryAfterMs, waitedMs, random: Math.random() })
        : null;
      if (waitMs === null) return answer;
      await answer.body.discard();
    } catch (error) {
      waitMs = isRepeatable && !signal.aborted ? planRepeatAfter(error, attempt, Math.random()) : null;
      if (waitMs === null) throw error;
    }
    waitedMs += waitMs;
    await wait(waitMs, signal);
  }
}
