"use client";

import { useSyncExternalStore } from "react";
import { useNow } from "use-intl";

const tickMs = 20_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function readClock(): number {
  return Math.ceil(Date.now() / tickMs) * tickMs;
}

/**
 * The time, in steps of 20 s and one timer for all; rounded up, so that what has just happened is never still to come.
 * While hydrating it is the server's, so that the markup agrees.
 */
export function useClock(): number {
  const atServer = useNow().getTime();
  return useSyncExternalStore(subscribe, readClock, () => atServer);
}

const never = () => () => {};

/** False on the server and while hydrating; then true. Only then are the reader's time zone and storage known. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
