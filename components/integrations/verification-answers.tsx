"use client";

import { useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import type { ProofState } from "#components/ui/proof-list.tsx";
import type { Verification } from "#lib/integrations/contract.ts";

/** How a verdict looks among proofs. */
export const proofStates = {
  verified: "proven",
  rejected: "refuted",
  inconclusive: "unknown",
} as const satisfies Record<Verification["verdict"], ProofState>;

interface VerificationAnswersProps {
  attempts: Verification["observed"]["attempts"];
  className?: string;
}

/** What the provider answered to each question of a check, folded away. */
export function VerificationAnswers({ attempts, className }: VerificationAnswersProps) {
  const t = useTranslations("integrations.proof");
  if (attempts.length === 0) return null;
  return (
    <details className={cn("text-sm text-ink-2", className)}>
      <summary className="w-fit cursor-pointer rounded-sm py-0.5 hover:text-ink">{t("answers")}</summary>
      <ul className="mt-1.5 grid gap-1">
        {attempts.map((attempt, index) => {
          // The same question can be asked twice, and only its place tells the two apart.
          const key = `${index}-${attempt.authentication}-${attempt.secret}`;
          return (
            <li key={key} className="flex flex-wrap justify-between gap-x-3">
              <span>{t(`attempt.${attempt.secret}`, { way: t(`way.${attempt.authentication}`) })}</span>
              <code className="text-ink">
                {[attempt.status ?? t("noStatus"), attempt.error].filter(Boolean).join(" ")}
              </code>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
