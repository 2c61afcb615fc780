"use client";

import { useTranslations } from "use-intl";
import { CompareUri } from "#components/ui/compare-uri.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { ExternalLink } from "#components/ui/external-link.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RedirectUriCheck } from "#components/ui/redirect-uri-check.tsx";
import { Steps } from "#components/ui/steps.tsx";
import { fillText } from "#lib/core/template.ts";
import type { Offering } from "#lib/offerings/contract.ts";

interface CallbackPanelProps {
  callbackUrl: string;
  offering: Offering | null;
  /** What was entered for the offering's variables: the steps name some. */
  variables?: Record<string, string>;
  /** The integration is there already; the address is looked up rather than registered. */
  isRegistered?: boolean;
}

/** The address to register at the provider, first of all, with the provider's own steps and the way to its console. */
export function CallbackPanel({ callbackUrl, offering, variables = {}, isRegistered }: CallbackPanelProps) {
  const t = useTranslations("integrations.callback");
  const setup = offering?.setup;
  const entered = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  return (
    <Panel
      title={isRegistered ? t("registered") : t("title")}
      description={isRegistered ? t("registeredDetail") : t("description")}
      isStrong={!isRegistered}
    >
      <CopyField value={callbackUrl} label={t("label")} copyLabel={t("copy")} />
      {offering && setup ? (
        <div className="mt-4 grid gap-4">
          <RedirectUriCheck
            uri={callbackUrl}
            provider={offering.displayName}
            rules={setup.redirectUriRules}
            isSingle={offering.quirks.includes("single_redirect_uri")}
          />
          {setup.steps.length > 0 ? (
            <Steps>{setup.steps.map((step) => fillText(step, entered))}</Steps>
          ) : null}
          {setup.redirectUriRules ? (
            <p className="text-sm text-ink-3">
              {t("rules", { provider: offering.displayName, rules: setup.redirectUriRules })}
            </p>
          ) : null}
          {setup.consoleUrl ? (
            <ExternalLink href={setup.consoleUrl} isButton className="justify-self-start">
              {t("openConsole", { provider: offering.displayName })}
            </ExternalLink>
          ) : null}
        </div>
      ) : null}
      {isRegistered ? (
        <div className="mt-4 border-t pt-4">
          <CompareUri uri={callbackUrl} />
        </div>
      ) : null}
    </Panel>
  );
}
