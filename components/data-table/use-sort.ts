"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

export type SortDirection = "ascending" | "descending" | "none";

export interface Sort {
  /** As in the URL and in the API: `name`, or `-name` for descending. */
  value: string;
  directionOf: (key: string) => SortDirection;
  toggle: (key: string) => void;
}

/** The order of a list, kept in the URL as `?sort=`; changing it goes back to the first page. */
export function useSort(keys: readonly string[], initial: string): Sort {
  const allowed = keys.flatMap((key) => [key, `-${key}`]);
  const [{ sort }, set] = useQueryStates({
    sort: parseAsStringLiteral(allowed).withDefault(initial),
    cursor: parseAsString,
  });
  return {
    value: sort,
    directionOf: (key) => (sort === key ? "ascending" : sort === `-${key}` ? "descending" : "none"),
    toggle: (key) => void set({ sort: sort === key ? `-${key}` : key, cursor: null }),
  };
}
