"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { type Proof, ProofList } from "#components/ui/proof-list.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { useVerifyIntegration } from "./queries.ts";
import { proofStates, VerificationAnswers } from "./verification-answers.tsx";
import { VerificationHistoryDialog } from "./verification-history-dialog.tsx";

interface IntegrationProofPanelProps {
  integration: Integration;
  canEdit: boolean;
  verifyBySignIn: ReactNode;
}

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
        <>
          <VerificationHistoryDialog integrationId={integration.id} />
          {canEdit && isComplete ? (
            <>
              {verification?.verdict === "inconclusive" && integration.kind === "oauth2"
                ? verifyBySignIn
                : null}
              <Button isPending={verify.isPending} onClick={() => verify.mutate(undefined)}>
                {verification ? t("again") : t("verify")}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      <ProofList proofs={[completeness(), acceptance(), useOfIt()]} />
      {verification ? (
        <VerificationAnswers attempts={verification.observed.attempts} className="mt-3" />
      ) : null}
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
      state: proofStates[verification.verdict],
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
