"use client";

import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { firstStepsSchema, type FirstSteps as Steps } from "#lib/workspaces/contract.ts";
import { workspaceKeys } from "./keys.ts";

const order = ["hasCredentials", "hasIntegration", "hasConnection", "hasCall"] as const;

type Step = (typeof order)[number];

/** The first-run checklist. Its steps complete themselves, the next one leads on, and once all are done it is gone for good. */
export function FirstSteps() {
  const t = useTranslations("workspaces.firstSteps");
  const { data } = useQuery({
    queryKey: workspaceKeys.firstSteps,
    queryFn: ({ signal }) => apiFetch("/api/workspace/first-steps", { schema: firstStepsSchema, signal }),
    refetchOnMount: "always",
  });
  const next = data ? order.find((step) => !data[step]) : null;
  if (!data || !next) return null;
  const done = order.filter((step) => data[step]).length;
  return (
    <Panel
      className="mb-5"
      title={t("title")}
      description={t("progress", { done, total: order.length })}
      isFlush
    >
      <ol className="grid divide-y sm:grid-cols-2 sm:divide-y-0 lg:grid-cols-4 lg:divide-x">
        {order.map((step, index) => (
          <li key={step} className={cn("flex gap-3 px-5 py-4", step === next && "bg-accent-soft/35")}>
            <StepMark number={index + 1} isDone={data[step]} isNext={step === next} />
            <div className="min-w-0">
              <p className={cn("font-medium", data[step] ? "text-ink-3" : "text-ink")}>
                {t(`${step}.title`)}
                <span className="sr-only"> ({data[step] ? t("done") : t("open")})</span>
              </p>
              {data[step] ? null : <p className="mt-0.5 text-sm text-ink-2">{t(`${step}.detail`)}</p>}
              {step === next ? (
                <LinkButton href={placeOf(step, data)} size="sm" className="mt-2.5">
                  {t(`${step}.act`)}
                </LinkButton>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function StepMark({ number, isDone, isNext }: { number: number; isDone: boolean; isNext: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        "mt-0.5 grid size-5 shrink-0 place-items-center rounded-full text-2xs font-semibold",
        isDone ? "bg-ok-soft text-ok" : isNext ? "bg-accent text-accent-ink" : "bg-draft-soft text-ink-2",
      )}
    >
      {isDone ? <Check strokeWidth={2.6} className="size-3" /> : number}
    </span>
  );
}

/** Where the step is taken. */
function placeOf(step: Step, { integrationSlug, connectionId }: Steps): Route {
  if (step === "hasCall" && connectionId) return `/connections/${connectionId}` as Route;
  if (step !== "hasCredentials" && integrationSlug) return `/oauth/${integrationSlug}` as Route;
  return "/oauth/create";
}
