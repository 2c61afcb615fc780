"use client";

import { useSyncExternalStore } from "react";

/** What follows the # in the page's address; `null` while the server renders, which never sees it. */
export function useFragment(): string | null {
  return useSyncExternalStore<string | null>(
    (changed) => {
      addEventListener("hashchange", changed);
      return () => removeEventListener("hashchange", changed);
    },
    () => location.hash.slice(1),
    () => null,
  );
}
