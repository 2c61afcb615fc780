"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { useCount } from "./use-count.ts";

export interface Paging {
  /** The cursor in the URL; `null` on the first page. */
  cursor: string | null;
  goNext: (cursor: string) => void;
  goBack: () => void;
  goFirst: () => void;
  /** Whether the page before is known; if not, only the first page can be gone back to. */
  hasPrevious: boolean;
}

interface TableFooterProps {
  count: number;
  total: number | undefined;
  paging: Paging | undefined;
  nextCursor: string | null;
}

/** How many there are, and the way to the next page. Absent when one page holds all and nobody counted. */
export function TableFooter({ count, total, paging, nextCursor }: TableFooterProps) {
  const t = useTranslations("dataTable");
  const formatCount = useCount();
  const hasPages = paging !== undefined && (paging.cursor !== null || nextCursor !== null);
  if (!hasPages && total === undefined) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-2.5 text-sm text-ink-3">
      <span>{total === undefined ? t("count", { count }) : formatCount(total)}</span>
      {hasPages ? (
        <nav aria-label={t("pages")} className="flex gap-2">
          {paging.cursor === null ? null : (
            <Button
              size="sm"
              icon={<ChevronLeft aria-hidden />}
              onClick={paging.hasPrevious ? paging.goBack : paging.goFirst}
            >
              {paging.hasPrevious ? t("previousPage") : t("firstPage")}
            </Button>
          )}
          {nextCursor === null ? null : (
            <Button size="sm" onClick={() => paging.goNext(nextCursor)}>
              {t("nextPage")}
              <ChevronRight aria-hidden />
            </Button>
          )}
        </nav>
      ) : null}
    </div>
  );
}
