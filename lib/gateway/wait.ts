import type { CancelSignal } from "#lib/core/cancellation.ts";

/** Waits, and throws the signal's reason as soon as nobody waits for it any more. */
export function wait(ms: number, signal: CancelSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", leave);
      resolve();
    }, ms);
    signal.addEventListener("abort", leave);
  });
}
