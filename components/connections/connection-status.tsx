"use client";

import { useTranslations } from "use-intl";
import { RelativeTime, useRelativeTime } from "#components/ui/relative-time.tsx";
import { type Status, StatusChip } from "#components/ui/status-chip.tsx";
import type { Connection } from "#lib/connections/contract.ts";

const looks = {
  active: "active",
  expiring_soon: "expiring",
  retrying: "retrying",
  needs_reconnect: "needs-reconnect",
  on_hold: "on-hold",
  suspended: "suspended",
  revoked: "revoked",
} as const satisfies Record<Connection["health"], Status>;

interface ConnectionStatusProps {
  connection: Connection;
  /** The cause stands beside it already. */
  isExplained?: boolean;
}

/** How a connection stands; opened, it tells the cause, who can mend it and the next step. */
export function ConnectionStatus({ connection, isExplained = false }: ConnectionStatusProps) {
  const t = useTranslations("connections");
  const { health, statusExplanation: explanation, retryAt, forecast } = connection;
  const again = useRelativeTime(health === "retrying" ? retryAt : null);
  if (health === "active") return <StatusChip status={looks[health]} />;
  const end = health === "expiring_soon" ? forecast?.livesUntil : null;
  return (
    <StatusChip
      status={looks[health]}
      label={again ? t("retryingAgain", { when: again }) : undefined}
      cause={
        isExplained ? null : (
          <div className="grid gap-1.5">
            <p>{explanation.cause}</p>
            {end ? (
              <p>
                {t("endsOn")} <RelativeTime value={end} />.
              </p>
            ) : null}
            <p>
              {t(`fixer.${explanation.whoCanFix}`)} {t(`next.${explanation.nextStep}`)}
            </p>
          </div>
        )
      }
    />
  );
}
