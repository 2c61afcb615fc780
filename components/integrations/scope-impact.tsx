"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { ScopeImpact as Impact, Integration } from "#lib/integrations/contract.ts";
import { scopeSchema } from "#lib/integrations/contract.ts";
import { DependentList } from "./dependent-list.tsx";
import { useScopeImpact } from "./queries.ts";

const PAUSE_MS = 350;

/** What the ticked scopes would mean for the connections, asked as soon as they are others than the saved ones. */
export function ScopeImpact({
  integration,
  scopes,
}: {
  integration: Integration;
  scopes: readonly string[];
}) {
  const settled = useSettled(scopes);
  const isChanged =
    [...settled].sort().join(" ") !== [...integration.scopes].sort().join(" ") &&
    settled.every((scope) => scopeSchema.safeParse(scope).success);
  const impact = useScopeImpact(integration.id, settled, isChanged);
  if (!isChanged) return null;
  return (
    <div className="border-t px-5 py-4">
      {impact.error ? (
        <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
      ) : impact.data ? (
        <ImpactNotice impact={impact.data} />
      ) : null}
    </div>
  );
}

function ImpactNotice({ impact }: { impact: Impact }) {
  const t = useTranslations("integrations.scopeImpact");
  const { connections, lacking, added, removed, first } = impact;
  if (connections === 0) return <Notice isAnnounced>{t("noConnections")}</Notice>;
  return (
    <Notice
      isAnnounced
      tone={lacking > 0 ? "warn" : "info"}
      title={lacking > 0 ? t("lacking", { count: lacking }) : t("nobody")}
    >
      <div className="grid gap-1.5">
        {lacking > 0 ? (
          <>
            <p>{t("lackingDetail", { scopes: added.join(", ") })}</p>
            <DependentList first={first} total={lacking} />
          </>
        ) : null}
        {removed.length > 0 ? <p>{t("removedDetail", { scopes: removed.join(", ") })}</p> : null}
      </div>
    </Notice>
  );
}

/** The scopes once nobody has touched them for a moment. */
function useSettled(scopes: readonly string[]): readonly string[] {
  const [settled, setSettled] = useState(scopes);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(scopes), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [scopes]);
  return settled;
}
