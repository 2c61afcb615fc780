"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Breakable } from "#components/ui/breakable.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { EffectiveSetting } from "#lib/overrides/contract.ts";
import type { Surroundings } from "./named.ts";
import { promptChoices, ways } from "./override-values.ts";
import { useEffectiveSettings } from "./queries.ts";

interface EffectiveSettingsPanelProps {
  integrationId: string;
  surroundings: Surroundings;
}

const NONE = "none";

/** The settings that count under a runtime configuration and an application, where they come from and what they hide. */
export function EffectiveSettingsPanel({ integrationId, surroundings }: EffectiveSettingsPanelProps) {
  const t = useTranslations("overrides");
  const { runtimeConfigurations, applications } = surroundings;
  const [runtime, setRuntime] = useState(runtimeConfigurations.find((one) => one.isDefault)?.slug ?? "");
  const [application, setApplication] = useState(NONE);
  const query = useEffectiveSettings(integrationId, runtime, application === NONE ? null : application);
  return (
    <Panel title={t("effective.title")} description={t("effective.description")} isFlush>
      <div className="grid gap-4 border-b px-5 py-4 sm:grid-cols-2">
        <Field label={t("runtimeConfiguration")}>
          {(control) => (
            <Select
              {...control}
              value={runtime}
              onValueChange={setRuntime}
              options={runtimeConfigurations.map(({ slug, name }) => ({ value: slug, label: name }))}
            />
          )}
        </Field>
        <Field label={t("application")}>
          {(control) => (
            <Select
              {...control}
              value={application}
              onValueChange={setApplication}
              options={[
                { value: NONE, label: t("noApplication") },
                ...applications.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
        </Field>
      </div>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <>
          {query.data.isProven ? null : (
            <div className="border-b px-5 py-3.5">
              <Notice tone="warn">{t("effective.notProven")}</Notice>
            </div>
          )}
          <dl className="divide-y" aria-label={t("effective.title")}>
            {query.data.items.map((setting) => (
              <SettingLine key={`${setting.field} ${setting.name}`} setting={setting} />
            ))}
          </dl>
        </>
      ) : (
        <Loading>
          <Skeleton className="m-5 w-64" />
        </Loading>
      )}
    </Panel>
  );
}

function SettingLine({ setting }: { setting: EffectiveSetting }) {
  const t = useTranslations("overrides");
  const show = useShownValue(setting.field);
  const Value = isCode(setting.field) ? "code" : "span";
  return (
    <div className="grid gap-x-5 gap-y-0.5 px-5 py-2.5 sm:grid-cols-[11rem_1fr]">
      <dt className="text-ink-2">{setting.label ?? t(`fields.${setting.field}`)}</dt>
      <dd className="grid min-w-0 gap-1">
        <span className="flex items-baseline justify-between gap-x-4">
          <Value className="min-w-0 text-sm wrap-anywhere text-ink">
            <Breakable text={show(setting.value)} />
          </Value>
          <Badge tone={isOverride(setting.source) ? "accent" : "neutral"} className="shrink-0">
            {t(`effective.source.${setting.source}`)}
          </Badge>
        </span>
        {setting.hides.map(({ value, source }) => (
          <span key={source} className="text-sm text-ink-3">
            <span className="sr-only">{t("effective.hides")} </span>
            <s>
              <Value className="wrap-anywhere">{show(value)}</Value>
            </s>{" "}
            {t("effective.from", { source: t(`effective.source.${source}`) })}
          </span>
        ))}
      </dd>
    </div>
  );
}

function isOverride(source: EffectiveSetting["source"]): boolean {
  return source === "application" || source === "runtime-configuration";
}

function isCode(field: EffectiveSetting["field"]): boolean {
  return field !== "prompt" && field !== "clientAuthentication";
}

/** Words for values that are codes; everything else as it is. */
function useShownValue(field: EffectiveSetting["field"]) {
  const t = useTranslations("overrides");
  return (value: EffectiveSetting["value"]): string => {
    if (field === "prompt") {
      return t(`prompts.${promptChoices.find((choice) => choice === value) ?? "default"}`);
    }
    if (value === null) return t("nothing");
    if (field === "clientSecret") return value === "" ? t("effective.deploymentSecret") : `•••• ${value}`;
    const way = ways.find((one) => field === "clientAuthentication" && one === value);
    if (way) return t(`way.${way}`);
    const text = typeof value === "string" ? value : value.join(" ");
    return text || t("nothing");
  };
}
