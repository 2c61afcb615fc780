"use client";

import { useController } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { CheckboxRow } from "#components/ui/checkbox-row.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import type { PanelProps } from "./update-integration-panels.tsx";
import { promptChoices } from "./update-integration-values.ts";

/** Who holds the connections. */
export function UpdateAccessPanel({ form, kind }: PanelProps & { kind: Integration["kind"] }) {
  const t = useTranslations("integrations.access");
  const mode = useController({ control: form.control, name: "connectionMode" });
  return (
    <Panel title={t("title")}>
      <RadioGroup
        label={t("mode")}
        value={mode.field.value}
        onValueChange={mode.field.onChange}
        options={[
          { value: "per_user", label: t("perUser"), description: t(`perUserHint.${kind}`) },
          { value: "shared", label: t("shared"), description: t(`sharedHint.${kind}`) },
        ]}
      />
    </Panel>
  );
}

/** Whose word counts for the provider's certificate, beside the public authorities. */
export function TrustPanel({ form }: PanelProps) {
  const t = useTranslations("integrations.trust");
  return (
    <Panel title={t("title")} description={t("description")}>
      <TextField
        control={form.control}
        name="caCertificates"
        label={t("label")}
        hint={t("hint")}
        isMultiline
        isMono
      />
    </Panel>
  );
}

/** What is asked of the provider when somebody signs in: a refresh token, and which of its pages it shows. */
export function UserLoginPanel({ form, offering }: PanelProps & { offering: Offering | null }) {
  const t = useTranslations("integrations.login");
  const refresh = useController({ control: form.control, name: "requestRefreshToken" });
  const prompt = useController({ control: form.control, name: "prompt" });
  return (
    <Panel title={t("title")} description={t("description")}>
      <div className="grid gap-5">
        <div className="rounded-lg border border-line-strong">
          <CheckboxRow
            label={t("refresh")}
            description={
              <>
                {t("refreshHint")} <RefreshAdds offering={offering} />
              </>
            }
            checked={refresh.field.value}
            onCheckedChange={refresh.field.onChange}
          />
        </div>
        <SelectField
          control={form.control}
          name="prompt"
          label={t("prompt")}
          hint={t(`promptHints.${prompt.field.value}`)}
          options={promptChoices.map((value) => ({ value, label: t(`prompts.${value}`) }))}
        />
      </div>
    </Panel>
  );
}

/** What asking for a refresh token adds to the request at this offering, letter by letter. */
function RefreshAdds({ offering }: { offering: Offering | null }) {
  const t = useTranslations("integrations.login");
  if (!offering) return null;
  const { displayName: provider, scopes, authorize, refresh } = offering;
  if (refresh.issued === "never") return t("neverIssued", { provider });
  const parts = [
    ...(scopes.offline ? [t("addsScope", { scope: scopes.offline })] : []),
    ...Object.entries(authorize?.offlineParams ?? {}).map(([name, value]) => `${name}=${value}`),
  ];
  if (parts.length === 0) return refresh.issued === "always" ? t("alwaysIssued", { provider }) : null;
  return (
    <>
      {t("adds", { provider })}{" "}
      {parts.map((part, index) => (
        <span key={part}>
          {index > 0 ? ", " : null}
          <code className="text-ink-2">{part}</code>
        </span>
      ))}
      .
    </>
  );
}
