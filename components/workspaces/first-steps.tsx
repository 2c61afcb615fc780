"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel.tsx";
import { type Proof, ProofList } from "#components/ui/proof-list.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { firstStepsSchema, type FirstSteps as Steps } from "#lib/workspaces/contract.ts";
import { workspaceKeys } from "./keys.ts";

const order = [
  "hasCredentials",
  "hasIntegration",
  "hasConnection",
  "hasCall",
] as const satisfies readonly (keyof Steps)[];

/** The first-run checklist. Its steps complete themselves, and once all are done it is gone for good. */
export function FirstSteps() {
  const t = useTranslations("workspaces.firstSteps");
  const { data } = useQuery({
    queryKey: workspaceKeys.firstSteps,
    queryFn: ({ signal }) => apiFetch("/api/workspace/first-steps", { schema: firstStepsSchema, signal }),
    refetchOnMount: "always",
  });
  if (!data || order.every((step) => data[step])) return null;
  const done = order.filter((step) => data[step]).length;
  const proofs = order.map(
    (step): Proof => ({
      state: data[step] ? "proven" : "open",
      title: t(`${step}.title`),
      detail: t(`${step}.detail`),
    }),
  );
  return (
    <div className="mb-5">
      <Panel title={t("title")} description={t("progress", { done, total: order.length })}>
        <ProofList
          proofs={proofs}
          className="sm:grid-flow-col sm:grid-cols-2 sm:grid-rows-2 sm:gap-x-8 sm:[&>li:nth-child(2)>span:first-child]:hidden"
        />
      </Panel>
    </div>
  );
}
