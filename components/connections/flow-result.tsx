"use client";

import type { Route } from "next";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { announceFlow, isPopup, unmarkPopup } from "#lib/browser/flow-channel.ts";
import type { Flow } from "#lib/connections/contract.ts";
import { FlowFailureText } from "./flow-failure-text.tsx";
import { FlowTenantChoice } from "./flow-tenant-choice.tsx";

/** Where the provider's answer ends: tells the page that opened it, closes itself, or leads back where there is no popup. */
export function FlowResult({ flow }: { flow: Flow }) {
  const t = useTranslations("connections.result");
  const [isWindow, setIsWindow] = useState(false);

  useEffect(() => {
    announceFlow({ flowId: flow.id, handle: flow.handle, status: flow.status });
    if (!isPopup(flow.handle)) return;
    setIsWindow(true);
    if (flow.status !== "succeeded") return;
    unmarkPopup(flow.handle);
    window.close();
  }, [flow]);

  const back = isWindow ? (
    <Button onClick={() => window.close()}>{t("close")}</Button>
  ) : (
    <LinkButton href={flow.returnPath as Route} variant="primary">
      {t("back")}
    </LinkButton>
  );
  const connection =
    !isWindow && flow.connectionId && flow.purpose !== "verify" ? (
      <LinkButton href={`/connections/${flow.connectionId}` as Route}>{t("openConnection")}</LinkButton>
    ) : null;
  if (flow.failure) {
    return (
      <div className="grid w-full gap-4">
        <FlowFailureText failure={flow.failure} />
        <div>{back}</div>
      </div>
    );
  }
  if (flow.status !== "succeeded") return <Notice>{t("stillRunning")}</Notice>;
  return (
    <div className="grid w-full gap-4">
      <Notice
        tone={flow.missingScopes.length > 0 ? "warn" : "ok"}
        title={flow.purpose === "verify" ? t("verified") : t("connected")}
      >
        {flow.missingScopes.length > 0
          ? t("missingScopes", { scopes: flow.missingScopes.join(", ") })
          : t(isWindow ? "closeHint" : "backHint")}
      </Notice>
      {flow.hasTenantChoice && flow.connectionId ? (
        <FlowTenantChoice connectionId={flow.connectionId} />
      ) : null}
      <div className="flex flex-wrap gap-2">
        {back}
        {connection}
      </div>
    </div>
  );
}
