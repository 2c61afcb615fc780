"use client";

import { useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { type Status, StatusChip } from "#components/ui/status-chip.tsx";
import type { Connection } from "#lib/connections/contract.ts";

const looks = {
  active: "active",
  degraded: "retrying",
  needs_reauth: "needs-reconnect",
  suspended: "needs-attention",
  revoked: "revoked",
} as const satisfies Record<Connection["status"], Status>;

/** How a connection stands; opened, it tells the cause, who can mend it and the next step. */
export function ConnectionStatus({ connection }: { connection: Connection }) {
  const t = useTranslations("connections");
  const { status, statusExplanation: explanation, retryAt } = connection;
  const cause =
    status === "active" ? undefined : (
      <div className="grid gap-1.5">
        <p>{explanation.cause}</p>
        {retryAt ? (
          <p>
            {t("tryAgain")} <RelativeTime value={retryAt} />.
          </p>
        ) : null}
        <p>
          {t(`fixer.${explanation.whoCanFix}`)} {t(`next.${explanation.nextStep}`)}
        </p>
      </div>
    );
  return <StatusChip status={looks[status]} cause={cause} />;
}
