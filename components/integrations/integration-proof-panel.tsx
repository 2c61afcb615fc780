"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { type Proof, ProofList, type ProofState } from "#components/ui/proof-list.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Integration, Verification } from "#lib/integrations/contract.ts";
import { useVerifyIntegration } from "./queries.ts";

interface IntegrationProofPanelProps {
  integration: Integration;
  canEdit: boolean;
  verifyBySignIn: ReactNode;
}

const states = { verified: "proven", rejected: "refuted", inconclusive: "unknown" } as const satisfies Record<
  Verification["verdict"],
  ProofState
>;

/** How far the integration is proven at the provider, and what was answered. */
export function IntegrationProofPanel({ integration, canEdit, verifyBySignIn }: IntegrationProofPanelProps) {
  const t = useTranslations("integrations.proof");
  const verify = useVerifyIntegration(integration.id);
  const { verification } = integration;
  const isComplete = integration.missing.every(({ code }) =>
    ["not-verified", "rejected", "inconclusive"].includes(code),
  );
  return (
    <Panel
      title={t("title")}
      footer={
        canEdit && isComplete ? (
          <>
            {verification?.verdict === "inconclusive" && integration.kind === "oauth2"
              ? verifyBySignIn
              : null}
            <Button isPending={verify.isPending} onClick={() => verify.mutate(undefined)}>
              {verification ? t("again") : t("verify")}
            </Button>
          </>
        ) : null
      }
    >
      <ProofList proofs={[completeness(), acceptance(), useOfIt()]} />
      {verification ? <Answers verification={verification} /> : null}
      {verify.isError ? <ErrorNotice error={verify.error} className="mt-4" /> : null}
    </Panel>
  );

  function completeness(): Proof {
    return isComplete
      ? { state: "proven", title: t("complete"), detail: t("completeDetail") }
      : { state: "open", title: t("incomplete"), detail: t("incompleteDetail") };
  }

  function acceptance(): Proof {
    const provider = integration.offering.displayName;
    if (!verification) return { state: "open", title: t("notChecked", { provider }) };
    return {
      state: states[verification.verdict],
      title: t(verification.verdict, { provider }),
      detail: (
        <>
          {verification.explanation}{" "}
          <span className="whitespace-nowrap">
            {verification.by.name}, <RelativeTime value={verification.at} />
          </span>
        </>
      ),
    };
  }

  function useOfIt(): Proof {
    const count = integration.connectionCount;
    return count > 0
      ? { state: "proven", title: t("used"), detail: t("usedDetail", { count }) }
      : { state: "open", title: t("unused") };
  }
}

function Answers({ verification }: { verification: Verification }) {
  const t = useTranslations("integrations.proof");
  // In the order in which they were made; the same question may have been asked twice.
  const attempts = verification.observed.attempts.map((attempt, index) => ({ ...attempt, nth: index + 1 }));
  if (attempts.length === 0) return null;
  return (
    <details className="mt-3 text-sm text-ink-2">
      <summary className="w-fit cursor-pointer rounded-sm py-0.5 hover:text-ink">{t("answers")}</summary>
      <ul className="mt-1.5 grid gap-1">
        {attempts.map((attempt) => (
          <li key={attempt.nth} className="flex flex-wrap justify-between gap-x-3">
            <span>{t(`attempt.${attempt.secret}`, { way: t(`way.${attempt.authentication}`) })}</span>
            <code className="text-ink">
              {[attempt.status ?? t("noStatus"), attempt.error].filter(Boolean).join(" ")}
            </code>
          </li>
        ))}
      </ul>
    </details>
  );
}
