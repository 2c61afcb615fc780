"use client";

import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { CredentialsPanel } from "./credentials-panel.tsx";
import { useUpdateIntegration, useVerifyIntegration } from "./queries.ts";

interface NextStepProps {
  integration: Integration;
  canEdit: boolean;
  /** Proves the client by a real sign-in. */
  verifyBySignIn: ReactNode;
}

const atTheClient: ReadonlySet<string> = new Set(["client-id", "client-secret", "rejected"]);

/** Why nobody can connect yet, with the one act that leads on, here and not on another page. */
export function NextStep({ integration, canEdit, verifyBySignIn }: NextStepProps) {
  const t = useTranslations("integrations.missing");
  const { status, isDisabled, missing, verification } = integration;
  if (status === "configured" && !isDisabled) return null;
  const isRejected = !isDisabled && missing.some(({ code }) => code === "rejected");
  const isJudged = missing.some(({ code }) => code === "rejected" || code === "inconclusive");
  const reasons = verification && isJudged ? [verification.explanation] : missing.map(({ detail }) => detail);
  const isOwn = integration.credentialSource === "own";
  const otherWay = isRejected && isOwn ? (verification?.workingAuthentication ?? null) : null;
  return (
    <>
      <Notice
        tone={isRejected ? "bad" : "warn"}
        title={isDisabled ? t("disabledTitle") : isRejected ? t("rejectedTitle") : t("title")}
        action={canEdit ? <Act integration={integration} verifyBySignIn={verifyBySignIn} /> : null}
      >
        {isDisabled ? t("disabled") : <Reasons reasons={reasons} />}
        {canEdit ? null : <p className="mt-1">{t("askAdmin")}</p>}
      </Notice>
      {canEdit && isOwn && !isDisabled && !otherWay && missing.some(({ code }) => atTheClient.has(code)) ? (
        <CredentialsPanel integration={integration} />
      ) : null}
    </>
  );
}

function Reasons({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 1) return reasons[0];
  return (
    <ul className="grid list-disc gap-1 pl-4">
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}

function Act({ integration, verifyBySignIn }: Omit<NextStepProps, "canEdit">) {
  const t = useTranslations("integrations.missing");
  const update = useUpdateIntegration(integration.id);
  const verify = useVerifyIntegration(integration.id);
  const { kind, credentialSource, isDisabled, missing, verification } = integration;
  const lacks = (code: Integration["missing"][number]["code"]) => missing.some((one) => one.code === code);
  // How the deployment's client proves itself is the platform admin's to say.
  const otherWay = credentialSource === "own" ? verification?.workingAuthentication : null;

  if (isDisabled)
    return (
      <Doing error={update.error}>
        <Button size="sm" isPending={update.isPending} onClick={() => update.mutate({ isDisabled: false })}>
          {t("resume")}
        </Button>
      </Doing>
    );
  if (lacks("rejected") && otherWay)
    return (
      <Doing error={update.error}>
        <Button
          size="sm"
          isPending={update.isPending}
          onClick={() => update.mutate({ clientAuthentication: otherWay })}
        >
          {t("sendOtherWay")}
        </Button>
      </Doing>
    );
  if (lacks("inconclusive") && kind === "oauth2") return verifyBySignIn;
  if (lacks("not-verified") || lacks("inconclusive"))
    return (
      <Doing error={verify.error}>
        <Button size="sm" isPending={verify.isPending} onClick={() => verify.mutate(undefined)}>
          {t("verify")}
        </Button>
      </Doing>
    );
  if (lacks("variables") || lacks("scopes"))
    return (
      <LinkButton href={`/oauth/${integration.slug}/settings` as Route} size="sm">
        {t("openSettings")}
      </LinkButton>
    );
  return null;
}

function Doing({ error, children }: { error: unknown; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      {children}
      {error ? <ErrorNotice error={error} /> : null}
    </div>
  );
}
