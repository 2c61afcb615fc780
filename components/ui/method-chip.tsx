import { cn } from "./cn.ts";

/** An HTTP method: quiet where it only reads. */
export function MethodChip({ method }: { method: string }) {
  return (
    <code
      className={cn(
        "w-16 shrink-0 rounded-sm py-0.5 text-center text-xs font-semibold",
        method === "GET" ? "bg-draft-soft text-draft" : "bg-accent-soft text-accent",
      )}
    >
      {method}
    </code>
  );
}
