import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type Tone = "info" | "ok" | "warn" | "bad";

interface NoticeProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** A button or a link: the way out. */
  action?: ReactNode;
  /** Read out at once, for what appears after an act. */
  isAnnounced?: boolean;
  className?: string;
}

const looks = {
  info: { icon: Info, frame: "border-accent/30 bg-accent-soft/45", ink: "text-accent" },
  ok: { icon: CircleCheck, frame: "border-ok/30 bg-ok-soft/45", ink: "text-ok" },
  warn: { icon: TriangleAlert, frame: "border-warn/35 bg-warn-soft/50", ink: "text-warn" },
  bad: { icon: CircleAlert, frame: "border-bad/35 bg-bad-soft/50", ink: "text-bad" },
} as const;

/** Something to know, where it matters: a sign, words, and the way out. */
export function Notice({ tone = "info", title, children, action, isAnnounced, className }: NoticeProps) {
  const { icon: Icon, frame, ink } = looks[tone];
  return (
    <div
      role={isAnnounced ? (tone === "bad" ? "alert" : "status") : undefined}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3",
        frame,
        className,
      )}
    >
      <Icon aria-hidden className={cn("mt-0.75 size-4 shrink-0", ink)} />
      <div className="min-w-0 flex-1 basis-44">
        {title ? <p className="font-medium text-ink">{title}</p> : null}
        {children ? <div className="text-ink-2">{children}</div> : null}
      </div>
      {action ? <div className="flex min-w-0 flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}
