import { LoaderCircle } from "lucide-react";
import { cn } from "./cn.ts";

/** Work under way. Decorative: the words beside it say what is being waited for. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn("size-4 shrink-0 animate-spin text-ink-3", className)} />;
}
