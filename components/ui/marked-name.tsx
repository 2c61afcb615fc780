import type { ReactNode } from "react";
import { ProviderMark } from "./provider-mark.tsx";

interface MarkedNameProps {
  /** Whose mark, and what that is called. */
  mark: { provider: string; displayName: string };
  name: ReactNode;
  /** A quieter second line. */
  children: ReactNode;
}

/** The first cell of a row that belongs to a provider: its mark, a name, and what it is of. */
export function MarkedName({ mark, name, children }: MarkedNameProps) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <ProviderMark provider={mark.provider} name={mark.displayName} />
      <span className="min-w-0">
        <span className="block wrap-anywhere">{name}</span>
        <span className="block text-sm font-normal text-ink-3">{children}</span>
      </span>
    </span>
  );
}
