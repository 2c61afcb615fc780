"use client";

import { SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "./button.tsx";

/** There is something, but not with these filters. */
export function NoMatchState({ onClear }: { onClear?: () => void }) {
  const t = useTranslations("ui");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-8 text-ink-2">
      <SearchX aria-hidden className="size-4.5 text-ink-3" />
      <p role="status" className="flex-1">
        {t("noMatch")}
      </p>
      {onClear ? (
        <Button size="sm" onClick={onClear}>
          {t("clearFilters")}
        </Button>
      ) : null}
    </div>
  );
}
