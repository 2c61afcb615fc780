"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import type { Paging } from "./table-footer.tsx";

/**
 * The page of a keyset list, kept in the URL as `?cursor=` with an entry in the history each. The pages gone through
 * are known only to this view: after a reload, back leads to the first page. A page with several lists names each.
 */
export function useKeysetPaging(name = "cursor"): Paging {
  const [cursor, setCursor] = useQueryState(
    name,
    parseAsString.withOptions({ history: "push", scroll: true }),
  );
  const [trail, setTrail] = useState<(string | null)[]>([]);

  return {
    cursor,
    hasPrevious: trail.length > 0,
    goNext: (next) => {
      setTrail([...trail, cursor]);
      void setCursor(next);
    },
    goBack: () => {
      void setCursor(trail.at(-1) ?? null);
      setTrail(trail.slice(0, -1));
    },
    goFirst: () => {
      setTrail([]);
      void setCursor(null);
    },
  };
}
