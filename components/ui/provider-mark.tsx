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

/** The practice provider's own mark, as on its pages: a buoy on made-up water. */
function SandboxMark({ className }: { className: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cn("text-accent", className)}
    >
      <title>Sandbox</title>
      <path d="M10.6 7h2.8l2.3 9.5H8.3zM12 7V3.2M9.4 12.2h5.2" />
      <path d="M3.5 18.6c1.4 1.2 2.8 1.2 4.2 0 1.4 1.2 2.9 1.2 4.3 0 1.4 1.2 2.9 1.2 4.3 0 1.4 1.2 2.8 1.2 4.2 0" />
    </svg>
  );
}
