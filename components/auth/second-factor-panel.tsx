"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { type SecondFactor, secondFactorSchema } from "#lib/auth/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { secondFactorKey } from "./keys.ts";
import { RenewCodesDialog } from "./renew-codes-dialog.tsx";
import { SetUpSecondFactorDialog } from "./set-up-second-factor-dialog.tsx";
import { SwitchOffDialog } from "./switch-off-dialog.tsx";

const FEW = 3;

/** Whether one's second factor is on, and what can be done about it. The page has prefetched it. */
export function SecondFactorPanel() {
  const t = useTranslations("auth.secondFactor");
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: secondFactorKey,
    queryFn: ({ signal }) => apiFetch("/api/second-factor", { schema: secondFactorSchema, signal }),
  });
  const reload = () => client.invalidateQueries({ queryKey: secondFactorKey });
  const isOn = data?.isOn ?? false;
  return (
    <Panel
      title={
        <span className="flex flex-wrap items-center gap-2">
          {t("title")}
          {data ? <Badge tone={isOn ? "ok" : undefined}>{isOn ? t("on") : t("off")}</Badge> : null}
        </span>
      }
      description={t("description")}
    >
      {error ? <ErrorNotice className="mb-3" error={error} onRetry={() => void refetch()} /> : null}
      {isOn && data ? <State state={data} /> : null}
      <div className="flex flex-wrap gap-2">
        {isOn ? (
          <>
            <RenewCodesDialog onDone={reload} />
            <SwitchOffDialog onDone={reload} />
          </>
        ) : (
          <SetUpSecondFactorDialog onDone={reload} />
        )}
      </div>
    </Panel>
  );
}

function State({ state: { since, recoveryCodesLeft } }: { state: SecondFactor }) {
  const t = useTranslations("auth.secondFactor");
  const format = useFormatter();
  const left = t("codesLeft", { count: recoveryCodesLeft });
  return (
    <div className="mb-4 grid gap-3">
      <p className="text-ink-2">
        {since ? t("since", { date: format.dateTime(new Date(since), { dateStyle: "medium" }) }) : null}{" "}
        {recoveryCodesLeft > FEW ? left : null}
      </p>
      {recoveryCodesLeft > FEW ? null : (
        <Notice tone="warn" title={left}>
          {t("fewLeft")}
        </Notice>
      )}
    </div>
  );
}
