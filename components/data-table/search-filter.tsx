"use client";

import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";

interface SearchFilterProps {
  /** What is searched: "Search name, slug or offering". */
  label: string;
  value: string;
  /** Called once typing rests for 250 ms. Give it the nuqs setter. */
  onValueChange: (value: string) => void;
  className?: string;
}

/** The search field above a list. */
export function SearchFilter({ label, value, onValueChange, className }: SearchFilterProps) {
  const t = useTranslations("dataTable");
  const [typed, setTyped] = useState(value);
  const [settled, setSettled] = useState(value);
  if (value !== settled) {
    setSettled(value);
    setTyped(value);
  }

  useEffect(() => {
    if (typed.trim() === settled) return;
    const timer = setTimeout(() => {
      setSettled(typed.trim());
      onValueChange(typed.trim());
    }, 250);
    return () => clearTimeout(timer);
  }, [typed, settled, onValueChange]);

  return (
    <div className={cn("relative w-full sm:w-80", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3" />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={cn("pl-8.5 [&::-webkit-search-cancel-button]:hidden", typed && "pr-9")}
      />
      {typed ? (
        <IconButton
          label={t("clearSearch")}
          icon={<X aria-hidden />}
          size="sm"
          className="absolute top-1 right-1"
          onClick={() => setTyped("")}
        />
      ) : null}
    </div>
  );
}
