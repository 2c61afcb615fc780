import { Loading, Skeleton } from "#components/ui/skeleton.tsx";

const rows = ["a", "b", "c", "d", "e"];
const widths = ["w-28", "w-20", "w-24", "w-16", "w-14"];

/** The shape of the rows to come. */
export function TableSkeleton({ columnCount, hasMarks }: { columnCount: number; hasMarks?: boolean }) {
  const others = widths.slice(0, Math.max(0, Math.min(columnCount - 1, widths.length)));
  return (
    <Loading className="overflow-hidden rounded-xl border bg-panel shadow-low">
      {rows.map((row) => (
        <div key={row} className="flex items-center gap-6 border-b px-4 py-3.5 last:border-b-0">
          <div className="flex flex-1 items-center gap-3">
            {hasMarks ? <Skeleton className="size-8 rounded-lg" /> : null}
            <div className="grid gap-1.5">
              <Skeleton className="w-36" />
              <Skeleton className="h-2.5 w-24" />
            </div>
          </div>
          {others.map((width) => (
            <Skeleton key={width} className={`${width} max-sm:hidden`} />
          ))}
        </div>
      ))}
    </Loading>
  );
}
