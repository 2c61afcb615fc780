"use client";

import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel.tsx";
import { Steps } from "#components/ui/steps.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { KeyForm, type KeyTarget, PasswordForm } from "./key-form.tsx";

interface KeyPanelProps {
  target: KeyTarget;
  kind: Connection["integration"]["kind"];
  /** How to come by it at the provider. */
  steps: readonly string[];
}

/** The next step where accounts connect by a key: the field itself, on the page. */
export function KeyPanel({ target, kind, steps }: KeyPanelProps) {
  const t = useTranslations("connections.key");
  const Fields = kind === "basic" ? PasswordForm : KeyForm;
  const { provider } = target;
  return (
    <Panel
      title={kind === "basic" ? t("passwordTitle", { provider }) : t("title", { provider })}
      description={t("description")}
      isStrong
    >
      <div className="grid gap-5">
        {steps.length > 0 ? <Steps>{[...steps]}</Steps> : null}
        <Fields target={target} />
      </div>
    </Panel>
  );
}
