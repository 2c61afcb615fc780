import { cn } from "#components/ui/cn.ts";

/** The mark: two rings made fast to each other. Decorative; the name stands beside it. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      strokeWidth="2.25"
      strokeLinecap="round"
      className={cn("size-5.5 text-accent", className)}
    >
      <title>Mooring</title>
      <path stroke="currentColor" d="M11.23 8.4A5.2 5.2 0 1 0 13.9 14.2" />
      <path stroke="currentColor" d="M12.77 15.6A5.2 5.2 0 1 0 10.1 9.8" />
    </svg>
  );
}

/** The mark and the name. */
export function Brand({ name, className }: { name: string; className?: string }) {
  return (
    <span
      className={cn(
        "flex items-center gap-2.25 text-lg font-semibold tracking-[-0.012em] text-ink",
        className,
      )}
    >
      <span aria-hidden className="flex">
        <BrandMark />
      </span>
      {name}
    </span>
  );
}
