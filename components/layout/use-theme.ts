"use client";

import { useSyncExternalStore } from "react";
import { applyTheme, readTheme, type ThemeChoice } from "#lib/browser/theme.ts";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function choose(choice: ThemeChoice): void {
  applyTheme(choice);
  for (const listener of listeners) listener();
}

/** The chosen theme and the way to choose another. "system" until the browser's memory is known. */
export function useTheme(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const choice = useSyncExternalStore<ThemeChoice>(subscribe, readTheme, () => "system");
  return [choice, choose];
}
