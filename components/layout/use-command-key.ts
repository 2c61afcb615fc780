"use client";

import { useIsHydrated } from "#components/ui/use-clock.ts";

/** What to call Cmd/Ctrl+K on this machine. */
export function useCommandKey(): string {
  const isApple = useIsHydrated() && /Mac|iPhone|iPad/.test(navigator.userAgent);
  return isApple ? "⌘K" : "Ctrl K";
}
