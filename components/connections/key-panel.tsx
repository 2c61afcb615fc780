"use client";

import { useTranslations } from "use-intl";
import { ExternalLink } from "#components/ui/external-link.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Steps } from "#components/ui/steps.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { KeyForm, type KeyTarget, PasswordForm } from "./key-form.tsx";

interface KeyPanelProps {
  target: KeyTarget;
  kind: Connection["integration"]["kind"];
  /** How to come by it at the provider, and where. */
  offering: { keySteps: string[]; consoleUrl: string | null };
}

/** The next step where accounts connect by a key: the field itself, on the page. */
export function KeyPanel({ target, kind, offering }: KeyPanelProps) {
  const t = useTranslations("connections.key");
  const { keySteps, consoleUrl } = offering;
  const Fields = kind === "basic" ? PasswordForm : KeyForm;
  return (
    <Panel
      title={kind === "basic" ? t("passwordTitle") : t("title", { label: target.keyLabel ?? t("label") })}
      isStrong
    >
      <div className="grid gap-5 *:justify-self-start *:last:justify-self-stretch">
        {keySteps.length > 0 ? <Steps>{keySteps}</Steps> : null}
        {consoleUrl ? (
          <ExternalLink href={consoleUrl} isButton>
            {t("openConsole", { provider: target.provider })}
          </ExternalLink>
        ) : null}
        <Fields target={target} />
      </div>
    </Panel>
  );
}
