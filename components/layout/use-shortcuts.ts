"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

/** `g`, then one of these, within a second. */
export const goKeys = { i: "/oauth", c: "/connections", s: "/settings" } as const satisfies Record<
  string,
  Route
>;

interface ShortcutActs {
  openPalette: () => void;
  openHelp: () => void;
}

/** Whether keys belong to what has the focus (a field, a dialog) and not to the page. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const taken =
    "input, textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
  return target.closest(taken) !== null;
}

function isGoKey(key: string): key is keyof typeof goKeys {
  return Object.hasOwn(goKeys, key);
}

/** The console's keys: Cmd/Ctrl+K, `?`, and `g` then a letter. Nothing else is taken from the browser. */
export function useShortcuts(acts: ShortcutActs): void {
  const router = useRouter();
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });

  useEffect(() => {
    let goPressedAt = Number.NEGATIVE_INFINITY;
    function press(event: KeyboardEvent) {
      if (
        event.key.toLowerCase() === "k" &&
        (event.metaKey || event.ctrlKey) &&
        !event.altKey &&
        !event.shiftKey
      ) {
        event.preventDefault();
        latest.current.openPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isTaken(event.target))
        return;
      if (event.key === "?") latest.current.openHelp();
      if (isGoKey(event.key) && event.timeStamp - goPressedAt < 1000) router.push(goKeys[event.key]);
      goPressedAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [router]);
}
