import { cn } from "./cn.ts";
import { providerMarks } from "./provider-marks.ts";

interface ProviderMarkProps {
  /** The provider's slug, as in the catalogue: "notion". */
  provider: string;
  /** For the letter, where the vendor's mark may not be used. */
  name: string;
  size?: "sm" | "md" | "lg";
  className?: string;
}

const sizes = {
  sm: { tile: "size-6 rounded-sm text-2xs", mark: "size-3.5" },
  md: { tile: "size-8 rounded-lg text-sm", mark: "size-4.5" },
  lg: { tile: "size-11 rounded-xl text-lg", mark: "size-6" },
} as const;

/** A provider's mark in its tile. Decorative: its name always stands beside it. */
export function ProviderMark({ provider, name, size = "md", className }: ProviderMarkProps) {
  const { tile, mark } = sizes[size];
  return (
    <span
      aria-hidden
      className={cn(
        "grid shrink-0 place-items-center border bg-raised font-semibold text-ink-2 select-none",
        tile,
        className,
      )}
    >
      {provider === "sandbox" ? (
        <SandboxMark className={mark} />
      ) : providerMarks.has(provider) ? (
        <svg viewBox="0 0 24 24" className={cn("fill-current text-ink", mark)}>
          <title>{name}</title>
          <use href={`/provider-marks.svg#${provider}`} />
        </svg>
      ) : (
        name.trim().charAt(0).toUpperCase()
      )}
    </span>
  );
}

/** The practice provider's own mark: a ring on a made-up sea. */
function SandboxMark({ className }: { className: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      className={cn("text-accent", className)}
    >
      <title>Sandbox</title>
      <circle cx="12" cy="8" r="4.5" />
      <path d="M3 17c2 0 2-1.6 4.5-1.6S10 17 12 17s2-1.6 4.5-1.6S19 17 21 17" />
      <path d="M6 21c1.5 0 1.5-1 3-1s1.500 1 3 1 1.500-1 3-1 1.500 1 3 1" />
    </svg>
  );
}
